using System.Text;
using Adapters.YouTubeSources.Processes;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>Represents the interpreter that an installed Python program names in its first line.</summary>
/// <param name="Interpreter">Full path of the interpreter.</param>
/// <param name="Arguments">Options of the interpreter that the first line adds.</param>
internal sealed record PythonCommand(string Interpreter, IReadOnlyList<string> Arguments)
{
    private const int MaxHead = 1024;

    /// <summary>
    /// Reads the first line of a program. Scripts of packages and zip archives of Python files have one; a standalone
    /// program and a wrapper in another language have none that names Python.
    /// </summary>
    /// <returns>Null when the program is not a Python program, or its interpreter is missing.</returns>
    public static PythonCommand? TryRead(string program)
    {
        var lines = Head(program).Split('\n', 3);
        if (!lines[0].StartsWith("#!", StringComparison.Ordinal))
            return null;
        string[] words = Words(lines[0][2..]);

        // pip writes this form when the interpreter's path is too long for a first line, or has spaces:
        // https://github.com/pypa/distlib/blob/0.3.9/distlib/scripts.py#L157
        if (words is ["/bin/sh"] && lines is [_, var second, ..]
            && second.StartsWith("'''exec' ", StringComparison.Ordinal))
        {
            words = Words(second["'''exec' ".Length..]);
            words = [.. words.TakeWhile(word => word != "$0")];
        }
        else if (words is [var env, ..] && Path.GetFileName(env) == "env")
        {
            words = [.. words.Skip(1).SkipWhile(word => word.StartsWith('-') || word.Contains('='))];
        }

        return words is [var name, .. var arguments]
            && Path.GetFileName(name) is var file
            && (file.StartsWith("python", StringComparison.Ordinal) || file.StartsWith(
                "pypy", StringComparison.Ordinal))
            && ProgramFinder.Find(name) is { } interpreter
            ? new PythonCommand(interpreter, arguments)
            : null;
    }

    private static string Head(string program)
    {
        try
        {
            using var file = File.OpenRead(program);
            var bytes = new byte[MaxHead];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, MaxHead, throwOnEndOfStream: false))
                .Replace("\r\n", "\n", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Splits a line at spaces; a quoted part is one word.</summary>
    private static string[] Words(string line) =>
    [
        .. line.Split('"').SelectMany((part, index) => index % 2 == 1
            ? [part]
            : part.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];
}
