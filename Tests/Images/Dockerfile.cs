using System.Text.Json;
using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.Images;

/// <summary>The instructions of the Dockerfile at the root, by stage.</summary>
internal sealed partial class Dockerfile
{
    private readonly Dictionary<string, Stage> stages = [];

    private Dockerfile() { }

    /// <summary>Names of the stages, in their order; the last one is built unless another is named.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    public Stage this[string name] => stages[name];

    public static Dockerfile Read()
    {
        var text = Comment().Replace(File.ReadAllText(Path.Combine(SourceTree.Root, "Dockerfile")), "")
            .Replace("\\\n", " ", StringComparison.Ordinal);
        var file = new Dockerfile();
        var names = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, arguments) = line.Split(' ', 2) is [var first, var rest] ? (first, rest.Trim()) : (line, "");
            if (name == "FROM")
            {
                var words = arguments.Split(' ');
                Assert.Equal("AS", words[1]);
                names.Add(words[2]);
                file.stages.Add(words[2], new Stage(words[0], []));
                continue;
            }

            file.stages[names[^1]].Own.Add(new Instruction(name, arguments));
        }

        file.Names = names;
        return file;
    }

    /// <summary>Returns the instructions of a stage after those of the stages that it is based on.</summary>
    public IReadOnlyList<Instruction> AllOf(string stage) =>
        stages.TryGetValue(stage, out var found) ? [.. AllOf(found.Base), .. found.Own] : [];

    /// <summary>Represents a stage.</summary>
    /// <param name="Base">Its base image, or the stage that it continues.</param>
    /// <param name="Own">Its own instructions.</param>
    public sealed record Stage(string Base, List<Instruction> Own);

    public sealed record Instruction(string Name, string Arguments)
    {
        /// <summary>Gets the words of an instruction in JSON.</summary>
        public string[] Words => JsonSerializer.Deserialize<string[]>(Arguments)!;

        /// <summary>Gets the variables of <c>ENV</c>.</summary>
        public IEnumerable<(string Name, string Value)> Variables =>
            Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .Select(pair => (pair[0], pair[1]));
    }

    [GeneratedRegex("^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
