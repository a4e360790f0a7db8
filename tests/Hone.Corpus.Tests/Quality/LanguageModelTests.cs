using Hone.Core.Documents;
using Hone.Corpus.Quality;

namespace Hone.Corpus.Tests.Quality;

public class LanguageModelTests
{
    private static readonly (string Language, string Text)[] Sentences =
    [
        ("en", "The attacker sends a crafted request to the server and reads the memory of the process."),
        ("de", "Der Angreifer schickt eine präparierte Anfrage an den Server und liest den Speicher des Prozesses aus."),
        ("fr", "L'attaquant envoie une requête modifiée au serveur et peut lire la mémoire du processus."),
        ("es", "El atacante envía una petición manipulada al servidor y puede leer la memoria del proceso."),
        ("it", "L'attaccante invia una richiesta modificata al server e può leggere la memoria del processo."),
        ("pt", "O atacante envia um pedido manipulado ao servidor e pode ler a memória do processo em execução."),
        ("nl", "De aanvaller stuurt een aangepast verzoek naar de server en kan het geheugen van het proces lezen."),
        ("sv", "Angriparen skickar en ändrad begäran till servern och kan sedan läsa minnet som processen använder."),
        ("da", "Angriberen sender en ændret forespørgsel til serveren og kan derefter læse hukommelsen, som processen bruger."),
        ("fi", "Hyökkääjä lähettää palvelimelle muokatun pyynnön ja voi sen jälkeen lukea prosessin muistia."),
        ("pl", "Atakujący wysyła zmienione żądanie do serwera i może odczytać pamięć tego procesu."),
        ("cs", "Útočník pošle upravený požadavek na server a potom může číst paměť tohoto procesu."),
        ("hu", "A támadó egy módosított kérést küld a kiszolgálónak, és így elolvashatja a folyamat memóriáját."),
        ("ro", "Atacatorul trimite o cerere modificată către server și poate citi memoria procesului."),
        ("tr", "Saldırgan sunucuya değiştirilmiş bir istek gönderir ve ardından sürecin belleğini okuyabilir."),
        ("vi", "Kẻ tấn công gửi một yêu cầu đã bị sửa đổi đến máy chủ và có thể đọc bộ nhớ của tiến trình."),
        ("id", "Penyerang mengirim permintaan yang telah diubah ke peladen dan dapat membaca memori dari proses tersebut."),
        ("ru", "Злоумышленник отправляет на сервер изменённый запрос и может прочитать память процесса."),
        ("uk", "Зловмисник надсилає на сервер змінений запит і може прочитати пам'ять цього процесу."),
        ("zh", "攻击者向服务器发送特制请求，并可读取进程内存。"),
        ("ja", "攻撃者は細工したリクエストをサーバーに送り、プロセスのメモリを読み取ることができます。"),
        ("ko", "공격자는 조작된 요청을 서버로 보내 프로세스의 메모리를 읽을 수 있습니다."),
        ("ar", "يرسل المهاجم طلبا معدلا إلى الخادم ويمكنه قراءة ذاكرة العملية."),
        ("fa", "مهاجم یک درخواست دستکاری شده به سرور می‌فرستد و می‌تواند حافظه پردازش را بخواند."),
        ("el", "Ο επιτιθέμενος στέλνει ένα τροποποιημένο αίτημα στον διακομιστή και διαβάζει τη μνήμη."),
        ("he", "התוקף שולח בקשה מיוחדת לשרת ויכול לקרוא את הזיכרון של התהליך."),
        ("hi", "हमलावर सर्वर को एक बदला हुआ अनुरोध भेजता है और प्रक्रिया की मेमोरी पढ़ सकता है।"),
        ("th", "ผู้โจมตีส่งคำขอที่ดัดแปลงไปยังเซิร์ฟเวอร์และอ่านหน่วยความจำได้"),
        ("code", "192.168.10.44 - - [12/Mar/2024:10:15:32 +0000] \"GET /index.php?id=1 HTTP/1.1\" 200 5120"),
        ("code", "{\"EventID\": 4625, \"LogonType\": 3, \"IpAddress\": \"10.0.0.7\", \"TargetUserName\": \"svc01\"}"),
        ("code", "1700000000.1\tC4J4Th3PJpwUYZZ6gc\t10.0.0.1\t49152\t10.0.0.2\t445\ttcp\t-\t0.0021\tS0"),
    ];

    [Fact]
    public void Classify_OneSentence_KnowsItsLanguage()
    {
        string[] wrong = [.. Sentences.Where(s => LanguageModel.Shipped.Classify(s.Text) != s.Language).Select(s => $"{s.Language} taken for {LanguageModel.Shipped.Classify(s.Text)}")];

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x7f 0x45 0x4c 0x46")]
    public void Classify_NoWords_IsCode(string text) => Assert.Equal(LanguageModel.Code, LanguageModel.Shipped.Classify(text));

    [Fact]
    public void Filter_MixedDocument_GoesByItsShare()
    {
        string english = string.Concat(Enumerable.Repeat(Sentences[0].Text + " ", 12)), german = string.Concat(Enumerable.Repeat(Sentences[1].Text + " ", 12));
        var filter = new LanguageFilter(new QualitySpec());

        Assert.True(filter.Judge(Of(english)).Kept);
        Assert.True(filter.Judge(Of(english + english + german)).Kept);
        Assert.Equal("language", filter.Judge(Of(german + german + english)).Reason);
        Assert.True(new LanguageFilter(new QualitySpec { Languages = ["de"] }).Judge(Of(german)).Kept);
        Assert.True(new LanguageFilter(new QualitySpec { Languages = [] }).Judge(Of(german)).Kept);
    }

    private static Document Of(string text) => new() { Id = "1", Source = "s", Text = text };
}
