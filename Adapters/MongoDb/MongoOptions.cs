using System.ComponentModel.DataAnnotations;

namespace Adapters.MongoDb;

/// <summary>
/// Section <c>Mongo</c>: bounds of the MongoDB adapter; <c>ConnectionStrings:links</c> names the server.
/// </summary>
internal sealed record MongoOptions : IValidatableObject
{
    public const string Section = "Mongo";

    /// <summary>Name of the database if the connection string names none.</summary>
    public const string DefaultDatabase = "links";

    /// <summary>
    /// Maximum duration of one call, including elections of a replica set, which take up to 12 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Name of the user, if <see cref="Password"/> is set apart from the connection string: then neither needs
    /// escaping, and a secret holds nothing but the password.
    /// </summary>
    public string? Username { get; init; }

    /// <summary>Password of <see cref="Username"/>, as it is.</summary>
    public string? Password { get; init; }

    /// <summary>Database that knows <see cref="Username"/>.</summary>
    [Required]
    public string AuthenticationDatabase { get; init; } = "admin";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Username) != string.IsNullOrEmpty(Password))
            yield return new ValidationResult(
                $"{Section} has only one of {nameof(Username)} and {nameof(Password)}: set both, or put both into "
                + "ConnectionStrings:links.");
    }
}
