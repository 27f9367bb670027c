namespace Jobs.Failures;

/// <summary>Tells a disk without room from whatever else can be wrong with a file.</summary>
public static class DiskFull
{
    private const int Unix = 28;
    private const int LinuxQuota = 122;
    private const int Windows = 112;

    /// <summary>
    /// A length set beforehand for which there is no room is told without the system's number on Unix.
    /// </summary>
    private const int Unnumbered = 0x1620;

    public static bool IsReason(Exception error) =>
        error is IOException && (error.HResult & 0xFFFF) is Unix or LinuxQuota or Windows or Unnumbered;
}
