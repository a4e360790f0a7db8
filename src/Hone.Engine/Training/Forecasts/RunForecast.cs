using System.Globalization;
using Hone.Core.Runs;
using Hone.Engine.Training.Optimizers;

namespace Hone.Engine.Training.Forecasts;

/// <summary>
/// Says before the first step what the run will take, in memory from its settings and in time from a rehearsal of one row that leaves nothing
/// behind, and after the last what it took. Both differ between equal runs, so they go to the record of the attempt.
/// </summary>
internal sealed class RunForecast
{
    private readonly StageContext context;
    private readonly MemoryForecast memory;
    private readonly double seconds;
    private readonly long started;
    private long largest;

    /// <param name="steps">Still to be done.</param>
    public RunForecast(StageContext context, Trainer trainer, TrainingData data, AdaptSpec spec, MemoryForecast memory, long steps)
    {
        (this.context, this.memory) = (context, memory);
        var row = Rehearse(trainer, data.StepRows(0)[0]);
        var measured = data.HeldOut.Values.Sum(rows => rows.Count) * Math.Min(spec.Measurements, steps);
        // A measurement is a forward pass, a third of the work.
        seconds = (steps * ((row * spec.BatchRows) + UpdateSeconds(trainer, spec, row))) + (measured * row / 3);
        context.Forecast = new StageForecast(seconds, memory.Total);
        context.Progress.Note($"forecast: {MemoryForecast.Gibibytes(memory.Total)} of memory ({memory}), about {Time(seconds)}");
        started = context.Time.GetTimestamp();
    }

    public void AfterStep() => largest = Math.Max(largest, Environment.WorkingSet);

    public void AfterLastStep()
    {
        var took = context.Time.GetElapsedTime(started).TotalSeconds;
        context.Progress.Note($"took {MemoryForecast.Gibibytes(largest)} of memory and {Time(took)}; the forecast was {MemoryForecast.Gibibytes(memory.Total)} and {Time(seconds)}");
    }

    // The first passes are compiled while they run: the fastest of a few counts.
    private double Rehearse(Trainer trainer, TrainingRow row)
    {
        double best = double.PositiveInfinity, total = 0;
        for (var pass = 0; pass < 2 || (pass < 8 && total < 1); pass++)
        {
            var start = context.Time.GetTimestamp();
            trainer.Rehearse(row);
            var taken = context.Time.GetElapsedTime(start).TotalSeconds;
            (best, total) = (Math.Min(best, taken), total + taken);
        }
        return best;
    }

    // An update is bound by memory: it touches seven times what a norm of the gradient reads; Muon's products run at the pace of the row's.
    private double UpdateSeconds(Trainer trainer, AdaptSpec spec, double row)
    {
        var start = context.Time.GetTimestamp();
        trainer.GradientNorm();
        var norm = context.Time.GetElapsedTime(start).TotalSeconds;
        var products = spec.Optimizer == OptimizerKind.Muon ? trainer.Gradients.Specs.Where(Muon.IsOrthogonal).Sum(parameter => NewtonSchulz.Work(parameter.Rows, parameter.Columns)) : 0;
        return (8 * norm) + (products / (6.0 * trainer.Gradients.Length * spec.RowLength / row));
    }

    private static string Time(double seconds) => seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
