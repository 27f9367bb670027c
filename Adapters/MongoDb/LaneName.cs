using System.Globalization;
using Jobs;

namespace Adapters.MongoDb;

/// <summary>Writes a lane as one text, so that one index field holds it, in the order of lanes.</summary>
internal static class LaneName
{
    private const char Separator = '|';

    public static string Of(JobLane lane) => string.Create(
        CultureInfo.InvariantCulture, $"{(int)lane.Priority}{Separator}{lane.Kind}{Separator}{lane.Client}");

    public static JobLane Read(string text)
    {
        var parts = text.Split(Separator, 3);
        return new JobLane((JobPriority)int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2]);
    }
}
