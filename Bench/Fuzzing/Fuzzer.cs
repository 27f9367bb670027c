using System.Globalization;
using System.Security.Cryptography;

namespace Bench.Fuzzing;

/// <summary>
/// Runs parsers on mutated inputs, and judges each: no exception but a refusal, at most two seconds of processor time,
/// and at most 64 MiB of allocations. The same seed makes the same inputs.
/// </summary>
internal sealed class Fuzzer(IReadOnlyList<FuzzTarget> targets, int seed)
{
    public const long MaxBytes = 64L * 1024 * 1024;

    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Real time after which an input hangs, on a machine that gives this thread a thirtieth of a processor.
    /// </summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly Dictionary<string, FuzzFinding> findings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> inputs = targets.ToDictionary(target => target.Name, _ => 0L);
    private (FuzzTarget Target, byte[] Input, long Since)? current;
    private TimeSpan slowest;
    private long largest;

    /// <summary>Runs until told to stop, or until an input hangs.</summary>
    /// <param name="goesOn">Receives the number of inputs so far.</param>
    public FuzzReport Run(Func<long, bool> goesOn)
    {
        var worker = new Thread(() => Work(goesOn), maxStackSize: 1024 * 1024) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
        {
            lock (gate)
            {
                if (current is { } running && System.Diagnostics.Stopwatch.GetElapsedTime(running.Since) > Hang)
                {
                    Add(running.Target, running.Input, $"It hangs: no end within {Hang.TotalSeconds:0} s.");
                    break;
                }
            }
        }

        lock (gate)
            return new FuzzReport(new Dictionary<string, long>(inputs), [.. findings.Values], slowest, largest);
    }

    private void Work(Func<long, bool> goesOn)
    {
        for (var number = 0L; goesOn(number); number++)
        {
            var target = targets[(int)(number % targets.Count)];
            Judge(target, Mutation.Of(target, new Random(unchecked((seed * 1_000_003) + (int)number))));
        }
    }

    private void Judge(FuzzTarget target, byte[] input)
    {
        lock (gate)
            current = (target, input, System.Diagnostics.Stopwatch.GetTimestamp());
        var (time, bytes) = (ThreadTime.Now(), GC.GetAllocatedBytesForCurrentThread());
        string? reason = null;
        try
        {
            target.Run(input);
        }
#pragma warning disable CA1031 // Every exception is a finding.
        catch (Exception error)
#pragma warning restore CA1031
        {
            reason = $"{error.GetType().Name} at {Place(error)}: {error.Message}";
        }

        (time, bytes) = (ThreadTime.Now() - time, GC.GetAllocatedBytesForCurrentThread() - bytes);
        if (time > MaxTime)
            reason ??= string.Create(
                CultureInfo.InvariantCulture, $"It took {time.TotalSeconds:0.0} s of processor time.");
        if (bytes > MaxBytes)
            reason ??= $"It allocated {bytes / (1024 * 1024)} MiB.";
        lock (gate)
        {
            current = null;
            inputs[target.Name]++;
            slowest = time > slowest ? time : slowest;
            largest = Math.Max(largest, bytes);
            if (reason is not null)
                Add(target, input, reason);
        }
    }

    private void Add(FuzzTarget target, byte[] input, string reason) =>
        findings.TryAdd($"{target.Name} {reason.Split(':')[0]}", new FuzzFinding(target.Name, reason, input));

    private static string Place(Exception error) =>
        error.StackTrace?.Split('\n', 2)[0].Trim() ?? "an unknown place";

    /// <summary>Names a file for a finding by its contents.</summary>
    public static string FileNameOf(FuzzFinding finding) =>
        $"{finding.Target}-{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..12]}";
}
