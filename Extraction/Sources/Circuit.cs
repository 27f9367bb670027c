namespace Extraction.Sources;

/// <summary>
/// Circuit breaker of a source that asks to slow down: open until the time the source named, then half-open, when one
/// request probes it. Has no clock of its own. Not thread-safe: <see cref="SourceSlot"/> owns it.
/// </summary>
internal sealed class Circuit(TimeSpan defaultOpen, TimeSpan maxOpen)
{
    /// <summary>Wait for callers that arrive while another request probes the source.</summary>
    private static readonly TimeSpan WhileProbing = TimeSpan.FromSeconds(1);

    private bool probing;

    /// <summary>Null while closed; in the past while half-open.</summary>
    public DateTimeOffset? OpenUntil { get; private set; }

    /// <summary>Returns the time until the source may be asked; zero when it may be asked now.</summary>
    public TimeSpan Wait(DateTimeOffset now) =>
        OpenUntil is not { } until ? TimeSpan.Zero
        : until > now ? until - now
        : probing ? WhileProbing
        : TimeSpan.Zero;

    /// <summary>
    /// Admits a request. The caller must end it with <see cref="Answered"/>, <see cref="GaveUp"/>, or
    /// <see cref="SlowDown"/>.
    /// </summary>
    /// <returns>Null when the source must not be asked.</returns>
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
    /// Ends a request that the source answered. Only the probe closes the circuit: requests in flight when it opened
    /// may still be answered, and prove nothing.
    /// </summary>
    public void Answered(Pass pass)
    {
        if (pass != Pass.Probe)
            return;
        probing = false;
        OpenUntil = null;
    }

    /// <summary>Ends a request without an answer, so that another one may probe.</summary>
    public void GaveUp(Pass pass) => probing &= pass != Pass.Probe;

    /// <summary>Ends a request that the source answered with a demand to slow down, and opens the circuit.</summary>
    /// <returns>The time until the circuit is half-open.</returns>
    public TimeSpan SlowDown(Pass pass, DateTimeOffset now, TimeSpan? asked)
    {
        GaveUp(pass);
        var wait = asked is not { } wanted || wanted <= TimeSpan.Zero ? defaultOpen
            : wanted < maxOpen ? wanted
            : maxOpen;
        if (OpenUntil is not { } until || until < now + wait)
            OpenUntil = now + wait;
        return OpenUntil.Value - now;
    }
}

/// <summary>Represents the circuit's permission for one request.</summary>
internal enum Pass
{
    Ordinary,

    /// <summary>The one request that probes a source whose circuit was open.</summary>
    Probe,
}
