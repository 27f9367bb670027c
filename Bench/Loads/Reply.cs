namespace Bench.Loads;

/// <summary>Outcome of one request.</summary>
/// <param name="Status">The status, or <see cref="TimedOut"/> or <see cref="BrokeOff"/>.</param>
internal readonly record struct Reply(int Status)
{
    /// <summary>The client gave up.</summary>
    public const int TimedOut = 0;

    /// <summary>No connection, or one that ended early.</summary>
    public const int BrokeOff = -1;

    public bool IsAccepted => Status is >= 200 and < 300;

    public static string NameOf(int status) => status switch
    {
        TimedOut => "timed out",
        BrokeOff => "connection lost",
        _ => $"answered {status}",
    };
}
