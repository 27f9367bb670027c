using System.Diagnostics;

namespace Tests.Support;

/// <summary>
/// A small disk in memory that can be filled without filling any other. Needs Linux and the permission to mount.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string path;
    private bool isMounted = true;

    private SmallDisk(string path) => this.path = path;

    /// <summary>Null when disks can be mounted, or else a sentence.</summary>
    public static string? WhyMissing { get; } = Try();

    /// <param name="path">Where to mount it; the folder is created if missing.</param>
    /// <param name="kilobytes">Its capacity.</param>
    public static SmallDisk Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) is 0
            ? new SmallDisk(path)
            : throw new InvalidOperationException($"No disk could be mounted at {path}.");
    }

    public IEnumerable<string> Files => Directory.GetFiles(path, "*", SearchOption.AllDirectories);

    /// <summary>Unmounts the disk, which uncovers the folder below.</summary>
    public void Dispose()
    {
        if (isMounted)
            isMounted = Run("umount", "--lazy", path) != 0;
    }

    private static string? Try()
    {
        const string reason = "Needs the right to mount a disk in memory, which a test has as root on Linux.";
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess
            || Programs.WhyMissing("mount", "umount") is not null)
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

/// <summary>A test that needs programs on the PATH and a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    public NeedsSmallDiskFactAttribute(params string[] programs) =>
        Skip = Programs.WhyMissing(programs) ?? SmallDisk.WhyMissing;
}
