namespace Bench.Fleet;

/// <summary>Requests that a source got, by the slot of time in which they arrived.</summary>
/// <param name="Slot">Length of a slot.</param>
/// <param name="Requests">Requests by the number of their slot; slots without requests are absent.</param>
internal sealed record RequestPace(TimeSpan Slot, IReadOnlyDictionary<long, int> Requests)
{
    public int Total => Requests.Values.Sum();

    /// <summary>Returns the most requests in any time of this length.</summary>
    public int MostIn(TimeSpan length) => Windows(length).DefaultIfEmpty(0).Max();

    /// <summary>Returns the least requests in any full time of this length, counted from the first request.</summary>
    public int LeastIn(TimeSpan length)
    {
        var slots = (long)(length / Slot);
        var (first, last) = (Requests.Keys.Min(), Requests.Keys.Max());
        return Enumerable.Range(0, (int)((last - first) / slots))
            .Select(minute => In(first + minute * slots, slots)).DefaultIfEmpty(Total).Min();
    }

    private IEnumerable<int> Windows(TimeSpan length) => Requests.Keys.Select(slot => In(slot, (long)(length / Slot)));

    private int In(long first, long slots) =>
        Requests.Where(slot => slot.Key >= first && slot.Key < first + slots).Sum(slot => slot.Value);
}
