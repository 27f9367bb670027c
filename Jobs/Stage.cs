namespace Jobs;

/// <summary>One step within an attempt, for the job's timeline.</summary>
/// <param name="Name">What was done, as <c>source youtube-api</c>, <c>download audio.m4a</c>, <c>store</c>.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Result"><c>ok</c>, or the reason why it did not work.</param>
public sealed record Stage(string Name, DateTimeOffset StartedAt, TimeSpan Duration, string Result);
