using System.ComponentModel.DataAnnotations;

namespace Adapters.MongoDb;

/// <summary>
/// Section <c>Mongo</c>: bounds of the MongoDB adapter; where the server is says <c>ConnectionStrings:links</c>.
/// </summary>
internal sealed record MongoOptions
{
    public const string Section = "Mongo";

    /// <summary>The database, where the connection string names none.</summary>
    public const string DefaultDatabase = "links";

    /// <summary>How long one call may take, elections of a replica set included: those take up to 12 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
