namespace Jobs;

/// <summary>One step within an attempt, for the job's timeline.</summary>
/// <param name="Name">The step, such as <c>source youtube-api</c>, <c>download audio.m4a</c>, <c>store</c>.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="Duration">Elapsed time.</param>
/// <param name="Result"><c>ok</c>, or the reason for the failure.</param>
public sealed record Stage(string Name, DateTimeOffset StartedAt, TimeSpan Duration, string Result);
