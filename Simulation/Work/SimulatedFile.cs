using System.Globalization;
using System.Text;
using Files;
using Files.Acceptance;
using Files.Preparation;
using Files.Spooling;
using Jobs.Submissions;
using Microsoft.Extensions.DependencyInjection;

namespace Simulation.Work;

/// <summary>
/// Gives a file to a gateway as its preparation leaves it: in the spool, or in memory if it is small.
/// </summary>
internal static class SimulatedFile
{
    public static async Task<Submission> AcceptAsync(
        IServiceProvider services, SubmissionId id, FileOperation operation, DateTimeOffset at)
    {
        var acceptance = services.GetRequiredService<FileAcceptance>();
        var file = FileOf(id, operation, at);
        if (operation.Batches <= SpoolPage.MaxBatches)
        {
            await using var small = new PreparedBatches(
                file, [.. Enumerable.Range(0, operation.Batches).Select(Line)], null);
            return await acceptance.AcceptAsync(small, CancellationToken.None);
        }

        var writer = await services.GetRequiredService<IBatchSpool>().CreateAsync(id, CancellationToken.None);
        await using var large = new PreparedBatches(file, [Line(operation.Batches - 1)], writer);
        for (var first = 0; first < operation.Batches; first += SpoolPage.MaxBatches)
        {
            var count = Math.Min(SpoolPage.MaxBatches, operation.Batches - first);
            var lines = string.Concat(Enumerable.Range(first, count).Select(number => Line(number) + "\n"));
            await writer.AddAsync(count, Encoding.UTF8.GetBytes(lines), CancellationToken.None);
        }

        return await acceptance.AcceptAsync(large, CancellationToken.None);
    }

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"{number} [[1]]");

    private static PreparedFile FileOf(SubmissionId id, FileOperation operation, DateTimeOffset at) => new(
        id.ToString(), at, operation.Key, operation.Key, Kinds.Rows.Name, "{}",
        new FileDetails
        {
            Kind = "coordinates",
            Format = "csv",
            HasHeader = false,
            Columns = ["x"],
            Rows = operation.Batches,
            Batches = operation.Batches,
        },
        Version: PreparedFile.CurrentVersion);
}
