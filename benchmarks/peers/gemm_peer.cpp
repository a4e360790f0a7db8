// Peer of the GEMM rows: OpenBLAS sgemm and oneDNN matmul (f32, bf16) on given shapes, in one process that stays alive, so that rounds
// can alternate with ours without the start of a process between them.
//
// packages  libopenblas0-pthread libdnnl-dev g++ (Debian)
// build     g++ -O2 -std=c++17 -fopenmp gemm_peer.cpp -o gemm_peer -ldnnl -ldl
// run       gemm_peer, with OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, OPENBLAS_NUM_THREADS and OMP_NUM_THREADS not set
// ask       a line on stdin:   m n k threads type reps [layout]     e.g. "2048 1024 384 2 bf16 20 nt"
//           type    f32: OpenBLAS sgemm; f32-dnnl: oneDNN; bf16: oneDNN, bf16 inputs, f32 sums and output
//           layout  how the row-major inputs of C[m,n] lie: nt: A[m,k] B[n,k] (a linear layer; the default), nn: A[m,k] B[k,n]
//                   (gradient of its input), tn: A[k,m] B[k,n] (gradient of its weight)
// answer    a line on stdout: GFLOP/s, 2mnk over the mean time of reps runs after one that is not counted; "error ..." for a bad line.
// First line printed: what answers, e.g. "OpenBLAS 0.3.21 Cooperlake, oneDNN 2.6.3". An empty line or the end of input ends it.
//
// Inputs are plain row-major, as training needs them: what a library packs or reorders, it does inside the time, like ours.

#include <dlfcn.h>
#include <dnnl.hpp>
#include <omp.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

struct Shape { long m, n, k; char a, b; };

// OpenBLAS by name of its library: its headers need not be installed.
struct OpenBlas
{
    using Sgemm = void (*)(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
    void *library = open();
    Sgemm sgemm = symbol<Sgemm>("cblas_sgemm");
    void (*threads)(int) = symbol<void (*)(int)>("openblas_set_num_threads");
    char *(*config)() = symbol<char *(*)()>("openblas_get_config");
    char *(*core)() = symbol<char *(*)()>("openblas_get_corename");

    static void *open()
    {
        void *found = dlopen("libopenblas.so.0", RTLD_NOW);
        if (!found)
            throw std::runtime_error(dlerror());
        return found;
    }

    template <typename T> T symbol(const char *name)
    {
        void *found = dlsym(library, name);
        if (!found)
            throw std::runtime_error(std::string("no ") + name);
        return reinterpret_cast<T>(found);
    }
};

static uint16_t to_bf16(float value)
{
    uint32_t bits;
    std::memcpy(&bits, &value, 4);
    return uint16_t((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

static std::vector<float> random_values(long count, unsigned seed)
{
    std::minstd_rand chance(seed);
    std::uniform_real_distribution<float> unit(-1, 1);
    std::vector<float> values(count);
    for (float &value : values)
        value = unit(chance);
    return values;
}

static std::vector<uint16_t> rounded(const std::vector<float> &values)
{
    std::vector<uint16_t> result(values.size());
    for (size_t i = 0; i < values.size(); i++)
        result[i] = to_bf16(values[i]);
    return result;
}

static double rate(const Shape &s, int reps, const std::function<void()> &run)
{
    run();
    auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < reps; i++)
        run();
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return 2.0 * s.m * s.n * s.k * reps / seconds / 1e9;
}

static double time_openblas(OpenBlas &blas, const Shape &s, int threads, int reps, const std::vector<float> &a, const std::vector<float> &b, std::vector<float> &c)
{
    const int row_major = 101, plain = 111, transposed = 112;
    blas.threads(threads);
    return rate(s, reps, [&] {
        blas.sgemm(row_major, s.a == 't' ? transposed : plain, s.b == 't' ? transposed : plain, s.m, s.n, s.k, 1.0f,
            a.data(), s.a == 't' ? s.m : s.k, b.data(), s.b == 't' ? s.k : s.n, 0.0f, c.data(), s.n);
    });
}

static double time_dnnl(dnnl::engine &engine, const Shape &s, int threads, int reps, dnnl::memory::data_type type, void *a, void *b, void *c)
{
    using dnnl::memory;
    auto strides = [](char kind, long rows, long columns) { return kind == 't' ? memory::dims{1, rows} : memory::dims{columns, 1}; };
    memory::desc a_desc({s.m, s.k}, type, strides(s.a, s.m, s.k));
    memory::desc b_desc({s.k, s.n}, type, strides(s.b, s.k, s.n));
    memory::desc c_desc({s.m, s.n}, memory::data_type::f32, memory::dims{s.n, 1});
    omp_set_num_threads(threads);
    dnnl::matmul product(dnnl::matmul::primitive_desc(dnnl::matmul::desc(a_desc, b_desc, c_desc), engine));
    dnnl::stream stream(engine);
    std::unordered_map<int, memory> arguments = {
        {DNNL_ARG_SRC, memory(a_desc, engine, a)}, {DNNL_ARG_WEIGHTS, memory(b_desc, engine, b)}, {DNNL_ARG_DST, memory(c_desc, engine, c)}};
    return rate(s, reps, [&] { product.execute(stream, arguments); stream.wait(); });
}

static double answer(OpenBlas &blas, dnnl::engine &engine, const std::string &line, std::string &last)
{
    std::istringstream words(line);
    Shape s;
    int threads, reps;
    std::string type, layout = "nt";
    if (!(words >> s.m >> s.n >> s.k >> threads >> type >> reps))
        throw std::runtime_error("want: m n k threads type reps [layout]");
    words >> layout;
    const long most = 1 << 20;
    if (s.m < 1 || s.n < 1 || s.k < 1 || s.m > most || s.n > most || s.k > most || threads < 1 || reps < 1 || (layout != "nt" && layout != "nn" && layout != "tn"))
        throw std::runtime_error("out of range");
    s.a = layout[0];
    s.b = layout[1];
    // The threads of the other library, and those of a process that was measured before, spin for a while before they sleep.
    if (type != last)
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
    last = type;
    auto a = random_values(s.m * s.k, 1), b = random_values(s.k * s.n, 2);
    std::vector<float> c(s.m * s.n);
    if (type == "f32")
        return time_openblas(blas, s, threads, reps, a, b, c);
    if (type == "f32-dnnl")
        return time_dnnl(engine, s, threads, reps, dnnl::memory::data_type::f32, a.data(), b.data(), c.data());
    if (type != "bf16")
        throw std::runtime_error("type is f32, f32-dnnl or bf16");
    auto a16 = rounded(a), b16 = rounded(b);
    return time_dnnl(engine, s, threads, reps, dnnl::memory::data_type::bf16, a16.data(), b16.data(), c.data());
}

int main()
{
    OpenBlas blas;
    dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    const dnnl_version_t *version = dnnl_version();
    std::istringstream config(blas.config());
    std::string name, number, last, line;
    config >> name >> number;
    std::cout << name << " " << number << " " << blas.core() << ", oneDNN " << version->major << "." << version->minor << "." << version->patch << std::endl;
    while (std::getline(std::cin, line) && !line.empty())
    {
        try
        {
            std::cout << answer(blas, engine, line, last) << std::endl;
        }
        catch (const std::exception &error)
        {
            std::cout << "error " << error.what() << std::endl;
        }
    }
}
