using System.IO.Compression;
using System.Text;
using Tests.Support;

namespace Tests.Sources.YtDlp;

/// <summary>Installs a Python program with a module <c>yt_dlp</c> that behaves as a test needs.</summary>
internal sealed class FakeYtDlp : IDisposable
{
    public const string Version = "2001.01.01";

    private readonly TempFolder folder = new();

    public FakeYtDlp() => Program = Path.Combine(folder.Path, "yt-dlp");

    public string Program { get; }

    public string Folder => folder.Path;

    /// <summary>The interpreter; version managers put a shell script in front of it.</summary>
    public static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Programs.Find("python3")!;

    /// <summary>A program whose <c>main</c> runs these lines of Python.</summary>
    public static FakeYtDlp With(string main, string version = Version)
    {
        var fake = new FakeYtDlp();
        fake.Install(main, version);
        return fake;
    }

    /// <summary>The same as one zip archive that Python runs.</summary>
    public static FakeYtDlp Archive(string main)
    {
        var fake = new FakeYtDlp();
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "__main__.py", Start);
            Add(zip, "yt_dlp/__init__.py", Module(main));
            Add(zip, "yt_dlp/version.py", $"__version__ = '{Version}'\n");
        }

        fake.Write([.. Encoding.UTF8.GetBytes($"#!{Python}\n"), .. archive.ToArray()]);
        return fake;
    }

    /// <summary>A program of any kind.</summary>
    public static FakeYtDlp Script(string text)
    {
        var fake = new FakeYtDlp();
        fake.Write(Encoding.UTF8.GetBytes(text));
        return fake;
    }

    /// <summary>Installs the module, or replaces it as an update does.</summary>
    public void Install(string main, string version)
    {
        var module = Directory.CreateDirectory(Path.Combine(Folder, "yt_dlp")).FullName;
        File.WriteAllText(Path.Combine(module, "__init__.py"), Module(main));
        File.WriteAllText(Path.Combine(module, "version.py"), $"__version__ = '{version}'\n");
        Write(Encoding.UTF8.GetBytes($"#!{Python}\n{Start}"));
    }

    /// <summary>Writes an executable file next to the program.</summary>
    public string WriteProgram(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        MakeExecutable(path);
        return path;
    }

    public void Dispose() => folder.Dispose();

    private const string Start = "import sys\nfrom yt_dlp import main\nsys.exit(main())\n";

    private static string Module(string main) =>
        $"""
        import json, os, subprocess, sys, time
        from .version import __version__

        def main():
            if "--version" in sys.argv:
                print(__version__)
                return
        {string.Join('\n', main.Split('\n').Select(line => $"    {line}"))}

        """;

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private void Write(byte[] program)
    {
        File.WriteAllBytes(Program, program);
        MakeExecutable(Program);
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
