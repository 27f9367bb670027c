using System.Collections.Immutable;
using Files.Spooling;
using Jobs;

namespace Simulation.Work;

/// <summary>Something that a client does.</summary>
/// <param name="At">When it begins.</param>
internal abstract record Operation(TimeSpan At);

/// <summary>Submits jobs, again and again until a gateway accepts them if there is a key.</summary>
internal sealed record SubmitOperation(
    TimeSpan At, int Number, string Client, string? Key, bool HasWebhook, JobPriority Priority,
    ImmutableArray<(string Kind, JobScript Script)> Items) : Operation(At)
{
    public string? Webhook => HasWebhook ? $"https://client.example/{Number}" : null;

    public string KeyOf(int item) => $"{Number}-{item}";
}

/// <summary>Submits a file of batches: a large one goes through the spool.</summary>
internal sealed record FileOperation(TimeSpan At, int Number, string? Key, int Batches) : Operation(At);

/// <summary>Cancels, reruns, or replays a job that exists by then.</summary>
internal sealed record JobOperation(TimeSpan At, JobCommand Command, int Choice) : Operation(At);

internal enum JobCommand
{
    Cancel,
    Retry,
    Replay,
    Pause,
    Resume,
}

/// <summary>The operations of the clients of a run.</summary>
internal static class Workload
{
    public static ImmutableArray<Operation> Draw(Random random, TimeSpan until)
    {
        var operations = ImmutableArray.CreateBuilder<Operation>();
        for (var number = 0; number < 2 + random.Next(8); number++)
        {
            var count = random.Next(5) == 0 ? 30 : 1 + random.Next(6);
            operations.Add(new SubmitOperation(
                until * random.NextDouble(), number, $"client-{random.Next(3)}",
                random.Next(3) > 0 ? $"key-{number}" : null, random.Next(3) == 0,
                (JobPriority)random.Next(1, 4),
                [
                    .. Enumerable.Range(0, count).Select(_ => (
                        random.Next(5) == 0 ? Kinds.Media.Name : Kinds.Link.Name, JobScript.Draw(random))),
                ]));
        }

        for (var number = random.Next(3); number > 0; number--)
        {
            operations.Add(new FileOperation(
                until * random.NextDouble(), number, random.Next(2) == 0 ? $"file-{number}" : null,
                random.Next(3) == 0 ? 3 : SpoolPage.MaxBatches + random.Next(SpoolPage.MaxBatches)));
        }

        for (var left = random.Next(10); left > 0; left--)
        {
            operations.Add(new JobOperation(
                until * random.NextDouble(), (JobCommand)random.Next(5), random.Next()));
        }

        return operations.ToImmutable();
    }
}
