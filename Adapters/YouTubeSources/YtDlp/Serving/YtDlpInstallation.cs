using Adapters.YouTubeSources.Processes;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>Represents the installed program. An update makes it another one.</summary>
internal sealed record YtDlpInstallation(string Program, FileStamp Stamp)
{
    /// <summary>Finds the program; null when there is none.</summary>
    public static YtDlpInstallation? Find(string program) =>
        ProgramFinder.Find(program) is { } path ? new YtDlpInstallation(path, FileStamp.Of(path)) : null;
}
