using Files.Batches;
using Geocoding.Districts;
using Jobs.Failures;
using Jobs.Running;

namespace Geocoding.Rows;

/// <summary>Does a batch of rows with coordinates.</summary>
public sealed class RowsHandler(DistrictMap map, RowGeocoder geocoder, GeocodingTelemetry telemetry) : IJobHandler
{
    public static JobKind RowsKind { get; } = new("rows", "rows.requested", JobWeight.Light);

    public JobKind Kind => RowsKind;

    public Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(Handle(context, cancellationToken));
    }

    private JobOutcome Handle(JobContext context, CancellationToken cancellationToken)
    {
        if (!RowBatchJson.TryRead(context.Job.Payload, out var batch) || CoordinateTask.TryParse(batch.Task) is not { } task)
            return new JobOutcome.Failed(
                new Failure(FailureKind.Invalid, "The batch is not one of rows with coordinates."));

        // Another worker may well have them, and this one after its next start.
        if (map.Count == 0)
            return new JobOutcome.Failed(new Failure(
                FailureKind.Transient, "This worker has no districts: set Geocoding:Boundaries to files of them.",
                Code: RowsFailureCodes.NoDistricts));

        using var activity = GeocodingTelemetry.Source.StartActivity("look up rows");
        activity?.SetTag("rows.count", batch.Rows.Count);
        var results = new List<RowResult>(batch.Rows.Count);
        foreach (var row in batch.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(geocoder.Find(row, task));
        }

        var result = new BatchResult(results);
        telemetry.LookedUp(results);
        return new JobOutcome.Success(result.ToJson());
    }
}
