using System.Text;

namespace AppHost.Processes;

/// <summary>Reads lines of bounded length: a longer one arrives in parts.</summary>
internal static class Lines
{
    private const int MaxLength = 8 * 1024;

    public static async Task ReadAsync(TextReader reader, Action<string> onLine)
    {
        var line = new StringBuilder();
        var buffer = new char[MaxLength];
        for (int count; (count = await reader.ReadAsync(buffer)) > 0;)
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                if (character is not ('\n' or '\r'))
                    line.Append(character);
                if (line.Length > 0 && (character is '\n' || line.Length == MaxLength))
                    Flush();
            }
        }

        if (line.Length > 0)
            Flush();

        void Flush()
        {
            onLine(line.ToString());
            line.Clear();
        }
    }
}
