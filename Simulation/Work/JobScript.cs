using System.Globalization;

namespace Simulation.Work;

/// <summary>The course of the attempts at one job: its payload, so that any process can read it.</summary>
/// <param name="Ending">How the job ends when nothing cuts it off.</param>
/// <param name="Failures">Number of attempts that fail first.</param>
/// <param name="Duration">Duration of each attempt.</param>
/// <param name="Adds">Number of jobs that it adds to its submission.</param>
internal sealed record JobScript(ScriptEnding Ending, int Failures, TimeSpan Duration, int Adds = 0)
{
    public static JobScript Draw(Random random)
    {
        var ending = random.Next(20) switch
        {
            < 9 => ScriptEnding.Succeeds,
            < 12 => ScriptEnding.SucceedsAfterFailures,
            12 => ScriptEnding.IsUnavailable,
            13 => ScriptEnding.IsInvalid,
            14 => ScriptEnding.AlwaysFails,
            15 => ScriptEnding.Throws,
            16 => ScriptEnding.HangsOnce,
            17 => ScriptEnding.FindsNoBudget,
            18 => ScriptEnding.IsRateLimited,
            _ => ScriptEnding.AddsJobs,
        };
        var seconds = random.Next(6) switch
        {
            0 => 10 * random.NextDouble(),
            1 => 40 * random.NextDouble(),
            _ => 0.01 + random.NextDouble(),
        };
        return new JobScript(
            ending, 1 + random.Next(random.Next(3) == 0 ? 8 : 3),
            TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000)),
            ending is ScriptEnding.AddsJobs ? 1 + random.Next(8) : 0);
    }

    public string Write() => string.Create(
        CultureInfo.InvariantCulture, $"{Ending} {Failures} {Duration.TotalMilliseconds} {Adds}");

    public static JobScript Read(string payload)
    {
        // A batch of a file has rows and no script.
        if (payload.StartsWith('{'))
            return new JobScript(ScriptEnding.Succeeds, 0, TimeSpan.FromMilliseconds(50));
        var parts = payload.Split(' ');
        return new JobScript(
            Enum.Parse<ScriptEnding>(parts[0]),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(int.Parse(parts[2], CultureInfo.InvariantCulture)),
            int.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}

internal enum ScriptEnding
{
    Succeeds,
    SucceedsAfterFailures,

    /// <summary>Fails at once and needs no dead letter.</summary>
    IsUnavailable,

    /// <summary>Fails at once and becomes a dead letter.</summary>
    IsInvalid,

    /// <summary>Fails until no attempt is left.</summary>
    AlwaysFails,

    /// <summary>The handler has a bug at first.</summary>
    Throws,

    /// <summary>The first attempt ignores its cancellation.</summary>
    HangsOnce,

    /// <summary>Goes back to its lane at first.</summary>
    FindsNoBudget,

    /// <summary>The source asks to wait at first.</summary>
    IsRateLimited,

    /// <summary>Adds jobs to its submission.</summary>
    AddsJobs,
}
