using System.Collections.Concurrent;
using SQLitePCL;
using Tests.Support;

namespace Tests.Sqlite.Faults;

/// <summary>A folder whose databases fail as told, by seed. Other databases of the process are not affected.</summary>
internal sealed class FaultyDisk : IDisposable
{
    private static readonly ConcurrentDictionary<string, FaultyDisk> Disks = new(StringComparer.Ordinal);

    private readonly TempFolder folder = new();
    private readonly Lock gate = new();
    private readonly Random random;
    private volatile Func<Access, double, int?>? fault;
    private int injected;

    public FaultyDisk(int seed = 1)
    {
        random = new Random(seed);
        Batteries_V2.Init();
        FaultyVfs.Register();
        Disks[folder.Path] = this;
    }

    public string Path => folder.Path;

    /// <summary>Gets the number of accesses that failed.</summary>
    public int Injected => injected;

    /// <summary>Gets a value that says whether the next failing write writes half of its bytes.</summary>
    public bool Tears
    {
        get
        {
            lock (gate)
                return random.Next(2) == 0;
        }
    }

    /// <summary>Each access of a kind fails with this probability.</summary>
    public void FailAtRandom(double share, params Access[] accesses) => fault =
        (access, draw) => draw < share && (accesses.Length == 0 || accesses.Contains(access)) ? Code(access) : null;

    /// <summary>Every access fails, as on a disk that is gone.</summary>
    public void FailAlways() => fault = (access, _) => Code(access);

    /// <summary>Every write fails, as on a disk without room.</summary>
    public void BeFull() => fault = (access, _) => access is Access.Write ? raw.SQLITE_FULL : null;

    public void Recover() => fault = null;

    public static FaultyDisk? Of(string file) =>
        Disks.GetValueOrDefault(System.IO.Path.GetDirectoryName(file) ?? "");

    /// <returns>The code with which the access fails; null if it does not.</returns>
    public int? Next(Access access)
    {
        if (fault is not { } decide)
            return null;

        lock (gate)
        {
            var code = decide(access, random.NextDouble());
            if (code is not null)
                injected++;
            return code;
        }
    }

    public void Dispose()
    {
        Recover();
        Disks.TryRemove(folder.Path, out _);
        folder.Dispose();
    }

    /// <summary>https://www.sqlite.org/rescode.html</summary>
    private static int Code(Access access) => access switch
    {
        Access.Open => raw.SQLITE_CANTOPEN,
        Access.Read => raw.SQLITE_IOERR_READ,
        Access.Write => raw.SQLITE_IOERR_WRITE,
        Access.Sync => raw.SQLITE_IOERR_FSYNC,
        Access.Truncate => raw.SQLITE_IOERR_TRUNCATE,
        _ => raw.SQLITE_IOERR_SHMMAP,
    };
}

/// <summary>Specifies an access to a file.</summary>
internal enum Access
{
    Open,
    Read,
    Write,
    Sync,
    Truncate,
    Map,
}
