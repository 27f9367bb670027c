using Files.Spooling;

namespace Files.Preparation;

/// <summary>
/// Represents a file that is ready to be accepted, with its batches in memory or in the spool. Disposing removes an
/// unaccepted one.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="last">The last batches: all of them unless there is a spool.</param>
/// <param name="spooled">
/// The file in the spool with all batches; null if they are few enough to be stored at once.
/// </param>
public sealed class PreparedBatches(PreparedFile file, IReadOnlyList<string> last, ISpoolWriter? spooled)
    : IAsyncDisposable
{
    public PreparedFile File { get; } = file;

    public IReadOnlyList<string> Last { get; } = last;

    public ISpoolWriter? Spooled { get; } = spooled;

    public ValueTask DisposeAsync() => Spooled?.DisposeAsync() ?? ValueTask.CompletedTask;
}
