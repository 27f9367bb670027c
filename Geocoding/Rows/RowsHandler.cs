using Files.Batches;
using Files.Rows;
using Geocoding.Districts;
using Jobs.Failures;
using Jobs.Running;

namespace Geocoding.Rows;

/// <summary>Looks up a batch of rows with coordinates.</summary>
public sealed class RowsHandler(DistrictMap map, RowGeocoder geocoder, GeocodingTelemetry telemetry)
    : RowBatchHandler<CoordinateTask>(RowsKind, CoordinateTaskJson.Default.CoordinateTask)
{
    public static JobKind RowsKind { get; } = new("rows", "rows.requested", JobWeight.Light);

    protected override bool IsValid(CoordinateTask task) => task is { X: >= 0, Y: >= 0 };

    protected override Task<JobOutcome> HandleAsync(
        JobContext context, RowBatch batch, CoordinateTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Task.FromResult(LookUp(batch, task, cancellationToken));
    }

    private JobOutcome LookUp(RowBatch batch, CoordinateTask task, CancellationToken cancellationToken)
    {
        // Transient: another worker may have districts, and so may this one after its next start.
        if (map.Count == 0)
        {
            return new JobOutcome.Failed(new Failure(
                FailureKind.Transient, "This worker has no districts: set Geocoding:Boundaries to files of them.",
                Code: RowsFailureCodes.NoDistricts));
        }

        using var activity = GeocodingTelemetry.Source.StartActivity("look up rows");
        activity?.SetTag("rows.count", batch.Rows.Count);
        var results = new List<RowResult>(batch.Rows.Count);
        foreach (var row in batch.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(geocoder.Find(row, task));
        }

        telemetry.LookedUp(results);
        return new JobOutcome.Success(new BatchResult(results).ToJson());
    }
}
