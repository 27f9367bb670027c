using System.Diagnostics;

namespace Tests.Support;

/// <summary>
/// A disk of its own with little room, in memory: full without anything else being so. Linux alone, and who may mount.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string path;
    private bool isMounted = true;

    private SmallDisk(string path) => this.path = path;

    /// <summary>Null when disks can be mounted here, else a sentence.</summary>
    public static string? WhyMissing { get; } = Try();

    /// <param name="path">Where it is seen; the folder is made if it is not there.</param>
    /// <param name="kilobytes">Its room.</param>
    public static SmallDisk Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) is 0
            ? new SmallDisk(path)
            : throw new InvalidOperationException($"No disk could be mounted at {path}.");
    }

    public IEnumerable<string> Files => Directory.GetFiles(path, "*", SearchOption.AllDirectories);

    /// <summary>Takes it away; what is below has the room of its own disk.</summary>
    public void Dispose()
    {
        if (isMounted)
            isMounted = Run("umount", "--lazy", path) != 0;
    }

    private static string? Try()
    {
        const string reason = "Needs the right to mount a disk in memory, which a test has as root on Linux.";
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Programs.WhyMissing("mount", "umount") is not null)
            return reason;
        using var folder = new TempFolder();
        try
        {
            using var disk = Mount(folder.Path, 64);
            return null;
        }
        catch (InvalidOperationException)
        {
            return reason;
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that needs programs on the PATH and a disk that can be full.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    public NeedsSmallDiskFactAttribute(params string[] programs) =>
        Skip = Programs.WhyMissing(programs) ?? SmallDisk.WhyMissing;
}
