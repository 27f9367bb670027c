using System.Globalization;

namespace Composition.Backups;

/// <summary>Builds names that sort by time. Pure.</summary>
internal static class BackupNames
{
    public static string At(string prefix, DateTimeOffset time, string extension) =>
        prefix + time.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + extension;
}
