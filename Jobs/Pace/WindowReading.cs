namespace Jobs.Pace;

/// <summary>The state of the store from which a window starts to count.</summary>
/// <param name="Rooms">Number of jobs of each kind that may be released.</param>
/// <param name="Lanes">Lanes with waiting jobs, as far as they were read.</param>
internal sealed record WindowReading(IReadOnlyDictionary<string, int> Rooms, IReadOnlyList<JobLane> Lanes);
