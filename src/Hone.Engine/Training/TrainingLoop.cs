using Hone.Core.Runs;
using Hone.Engine.Checkpoints;
using Hone.Engine.Training.Forecasts;

namespace Hone.Engine.Training;

/// <summary>Steps, measurements, metrics and checkpoints from the last checkpoint to the end. Ctrl-C saves a checkpoint first.</summary>
internal sealed class TrainingLoop(Trainer trainer, TrainingData data, AdaptSpec spec, MemoryForecast memory, StageContext context, StageDirectory directory)
{
    private string CheckpointPath => Path.Combine(directory.Checkpoints, "last.safetensors");

    public void Run(CancellationToken cancel)
    {
        Directory.CreateDirectory(directory.Checkpoints);
        var done = TrainingCheckpoint.Load(CheckpointPath, trainer.State) ?? 0;
        var forecast = done < spec.Steps ? new RunForecast(context, trainer, data, spec, memory, spec.Steps - done) : null;
        using var metrics = MetricsLog.OpenAt(directory.Metrics, step => step <= done);
        if (done > 0)
            context.Progress.Note($"going on after step {done:N0}");
        else
            Measure(metrics, 0);
        context.Progress.Begin("training", spec.Steps * spec.StepTokens, "tokens");
        for (var step = done; step < spec.Steps; step++)
        {
            Advance(step, metrics, cancel);
            forecast?.AfterStep();
        }
        forecast?.AfterLastStep();
    }

    private void Advance(long step, MetricsLog metrics, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            Save(step);
            cancel.ThrowIfCancellationRequested();
        }
        var report = trainer.Step(step, data.StepRows(step));
        metrics.Append(report.Step, ("tokens", (double)report.Step * spec.StepTokens), ("loss", report.Loss), ("domain_loss", report.DomainLoss), ("replay_loss", report.ReplayLoss),
            ("kl", report.Kl), ("learning_rate", report.LearningRate), ("grad_norm", report.GradientNorm));
        if (report.Step == spec.Steps || report.Step * spec.Measurements / spec.Steps > step * spec.Measurements / spec.Steps)
            Measure(metrics, report.Step);
        if (report.Step % spec.CheckpointEvery == 0)
            Save(report.Step);
        context.Progress.Report(report.Step * spec.StepTokens, FormattableString.Invariant($"loss {report.Loss:F3}"));
    }

    private void Measure(MetricsLog metrics, long step)
    {
        if (data.HeldOut.Count > 0)
            metrics.Append(step, [.. data.HeldOut.Select(pair => ($"heldout_{pair.Key}_loss", trainer.Measure(pair.Value)))]);
    }

    private void Save(long steps)
        => TrainingCheckpoint.Save(CheckpointPath, steps, trainer.State);
}
