using System.ComponentModel.DataAnnotations;

namespace Adapters.MongoDb;

/// <summary>
/// Section <c>Mongo</c>: bounds of the MongoDB adapter; <c>ConnectionStrings:links</c> names the server.
/// </summary>
internal sealed record MongoOptions
{
    public const string Section = "Mongo";

    /// <summary>Name of the database if the connection string names none.</summary>
    public const string DefaultDatabase = "links";

    /// <summary>
    /// Maximum duration of one call, including elections of a replica set, which take up to 12 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
