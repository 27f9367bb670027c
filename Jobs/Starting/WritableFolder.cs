using Jobs.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jobs.Starting;

/// <summary>
/// Represents a folder that this host writes. It is checked before the host starts: a container's file system may be
/// read-only, and a volume may belong to another user.
/// </summary>
/// <param name="Path">The folder; created if missing.</param>
/// <param name="Setting">The setting that names it.</param>
public sealed record WritableFolder(string Path, string Setting)
{
    /// <summary>Creates the folder, and a file in it that is deleted at once.</summary>
    /// <exception cref="CannotStartException">This user may not write there.</exception>
    public void Check()
    {
        var folder = System.IO.Path.GetFullPath(Path);
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                System.IO.Path.Combine(folder, $".probe-{Guid.NewGuid():N}"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Options = FileOptions.DeleteOnClose,
                });
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException && !DiskFull.IsReason(error))
        {
            // The system's message ends with the name of the probe.
            var reason = error is UnauthorizedAccessException ? "access denied" : error.Message.Split(" : ")[0];
            throw new CannotStartException(
                $"The folder {folder} cannot be written by the user {Environment.UserName} ({reason}): give that user "
                + $"the right to write it, or set {Setting} to another folder.",
                error);
        }
    }
}

public static class WritableFolderRegistration
{
    /// <summary>Adds a folder to check before the host starts.</summary>
    public static IHostApplicationBuilder RequireFolder(
        this IHostApplicationBuilder builder, Func<IServiceProvider, WritableFolder> folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(folder);
        return builder;
    }
}
