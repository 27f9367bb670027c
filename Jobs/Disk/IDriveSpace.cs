namespace Jobs.Disk;

/// <summary>Reports the free space of drives.</summary>
public interface IDriveSpace
{
    /// <summary>Gets the bytes that this user can still write to the drive of a folder, which need not exist.</summary>
    /// <returns>Null when the system does not say.</returns>
    long? FreeBytes(string folder);
}

/// <summary>Asks the system.</summary>
internal sealed class SystemDriveSpace : IDriveSpace
{
    public long? FreeBytes(string folder)
    {
        try
        {
            var existing = Path.GetFullPath(folder);
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
                existing = parent;
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(existing)! : existing)
                .AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
