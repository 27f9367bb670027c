namespace Extraction.Sources;

/// <summary>
/// Keeps a source that asked us to slow down from being asked: open until the time it named, then half-open, where one
/// request tries it. Knows no clock. Not safe for several threads: <see cref="SourceSlot"/> owns it.
/// </summary>
internal sealed class Circuit(TimeSpan defaultOpen, TimeSpan maxOpen)
{
    /// <summary>How soon those come back who find the source being tried by another.</summary>
    private static readonly TimeSpan WhileProbing = TimeSpan.FromSeconds(1);

    private bool probing;

    /// <summary>Absent while closed; in the past when half-open.</summary>
    public DateTimeOffset? OpenUntil { get; private set; }

    /// <summary>How long the source is not to be asked; zero when it may be.</summary>
    public TimeSpan Wait(DateTimeOffset now) =>
        OpenUntil is not { } until ? TimeSpan.Zero
        : until > now ? until - now
        : probing ? WhileProbing
        : TimeSpan.Zero;

    /// <summary>Lets a request through; every one let through is to be ended.</summary>
    /// <returns>Null when the source is not to be asked.</returns>
    public Pass? TryEnter(DateTimeOffset now)
    {
        if (Wait(now) > TimeSpan.Zero)
            return null;
        if (OpenUntil is null)
            return Pass.Ordinary;
        probing = true;
        return Pass.Probe;
    }

    /// <summary>
    /// The source answered, whatever it said. Only the probe closes the circuit: requests that were under way when it
    /// opened may still be answered, and prove nothing.
    /// </summary>
    public void Answered(Pass pass)
    {
        if (pass != Pass.Probe)
            return;
        probing = false;
        OpenUntil = null;
    }

    /// <summary>The request ended without an answer; another may probe.</summary>
    public void GaveUp(Pass pass) => probing &= pass != Pass.Probe;

    /// <returns>For how long the circuit is open now.</returns>
    public TimeSpan SlowDown(Pass pass, DateTimeOffset now, TimeSpan? asked)
    {
        GaveUp(pass);
        var wait = asked is not { } wanted
            || wanted <= TimeSpan.Zero ? defaultOpen : wanted < maxOpen ? wanted : maxOpen;
        if (OpenUntil is not { } until || until < now + wait)
            OpenUntil = now + wait;
        return OpenUntil.Value - now;
    }
}

internal enum Pass
{
    Ordinary,

    /// <summary>The one request that tries a source whose circuit was open.</summary>
    Probe,
}
