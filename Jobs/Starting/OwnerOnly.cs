using System.Runtime.InteropServices;

namespace Jobs.Starting;

/// <summary>
/// Keeps files from other users of this machine: jobs name what people watch, and their results are private. Windows
/// has its own rules, inherited from the folder.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// Makes every new file and folder of this process, and of the programs that it starts, accessible to its user
    /// only: the database writes further files of its own. Only a program of its own may call this; a host inside of
    /// another one would change the mask of all.
    /// </summary>
    public static void Apply()
    {
        // The file mode creation mask: bits that new files do not get.
        if (!OperatingSystem.IsWindows())
            _ = SetMask((uint)Others);
    }

    /// <summary>Closes an existing file or folder of an earlier version to others, if this user owns it.</summary>
    public static void Close(string path)
    {
        if (OperatingSystem.IsWindows() || !Path.Exists(path))
            return;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & Others) != 0)
                File.SetUnixFileMode(path, mode & ~Others);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It belongs to another user, who decides.
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
