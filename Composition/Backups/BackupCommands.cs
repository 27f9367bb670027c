using Jobs;
using Jobs.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Composition.Backups;

/// <summary>
/// Runs the commands <c>backup FILE</c> and <c>restore FILE [--replace]</c> of a host's program. They take its
/// settings, as in <c>--Data:Path PATH</c>.
/// </summary>
public static class BackupCommands
{
    private const string BackupCommand = "backup";
    private const string RestoreCommand = "restore";
    private const string Replace = "--replace";

    /// <returns>The exit code; null if the arguments are no command.</returns>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is not [BackupCommand or RestoreCommand, ..])
            return null;
        OwnerOnly.Apply();
        return await HostProgram.ReportAsync(() => RunAsync(args[0], args[1..]));
    }

    private static async Task RunAsync(string command, string[] args)
    {
        var replaces = command is RestoreCommand && args.Contains(Replace);
        string[] rest = [.. args.Where(arg => !replaces || arg != Replace)];
        if (rest is not [var name, ..] || name.StartsWith('-'))
        {
            throw new CannotStartException(
                $"The command {command} needs a file: {command} FILE{(command is RestoreCommand ? " [--replace]" : "")} "
                + "[--Data:Path FOLDER].");
        }

        var configuration = Host.CreateApplicationBuilder(rest[1..]).Configuration;
        if (!string.IsNullOrWhiteSpace(configuration.GetConnectionString("links")))
        {
            throw new CannotStartException(
                "ConnectionStrings:links is set, so the store is MongoDB: use mongodump and mongorestore, or the backups "
                + "of Atlas.");
        }

        var file = Path.GetFullPath(name);
        var folder = Path.GetFullPath(
            configuration[$"{DataOptions.Section}:{nameof(DataOptions.Path)}"] ?? new DataOptions().Path);
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, signal) =>
        {
            signal.Cancel = true;
            stop.Cancel();
        };
        await (command is BackupCommand
            ? BackUpAsync(folder, file, stop.Token)
            : RestoreAsync(file, folder, replaces, stop.Token));
    }

    private static async Task BackUpAsync(string folder, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, Adapters.Sqlite.SqliteBackup.FileName)))
            throw new CannotStartException($"The folder {folder} has no database: set Data:Path to the folder that has.");
        if (File.Exists(file))
            throw new CannotStartException($"The file {file} exists: choose another name.");
        var bytes = await BackupWriter.WriteAsync(folder, file, TimeProvider.System.GetUtcNow(), cancellationToken);
        Console.WriteLine($"Wrote {file} ({bytes:N0} bytes): the database and the accepted files of {folder}.");
    }

    private static async Task RestoreAsync(
        string file, string folder, bool replaces, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new CannotStartException($"The file {file} does not exist: name a backup.");
        var createdAt = await BackupReader.RestoreAsync(
            file, folder, replaces, TimeProvider.System, cancellationToken);
        Console.WriteLine(
            $"Restored the state of {createdAt:u} to {folder}. Downloaded files are no part of a backup: one that is not "
            + "in the folder is made again when its link is submitted again.");
    }
}
