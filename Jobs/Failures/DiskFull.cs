namespace Jobs.Failures;

/// <summary>Distinguishes a full disk from other file errors.</summary>
public static class DiskFull
{
    private const int Unix = 28;
    private const int LinuxQuota = 122;
    private const int Windows = 112;

    /// <summary>Reported on Unix, without a system error number, when a preallocated length does not fit.</summary>
    private const int Unnumbered = 0x1620;

    public static bool IsReason(Exception error) =>
        error is IOException && (error.HResult & 0xFFFF) is Unix or LinuxQuota or Windows or Unnumbered;
}
