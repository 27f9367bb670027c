using Jobs.Failures;
using Jobs.Stores;

namespace Adapters.FileSystem;

/// <summary>
/// Turns errors of the disk into the exception that callers of a store expect, with a message that says what to do.
/// </summary>
internal static class DiskGuard
{
    public static void Run(string root, Action work) => Run(root, () => { work(); return true; });

    public static T Run<T>(string root, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(root, error);
        }
    }

    public static async ValueTask RunAsync(string root, Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(root, error);
        }
    }

    public static async ValueTask<T> RunAsync<T>(string root, Func<ValueTask<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(root, error);
        }
    }

    private static StoreUnavailableException Unavailable(string root, Exception error) => new(
        DiskFull.IsReason(error)
            ? $"The disk of {root} has no room for the file: free some space, lower Media:MaxTotalBytes, "
                + "or set Data:Path to another folder."
            : $"The files in {root} cannot be read or written ({error.Message.TrimEnd('.')}): "
                + "check the permissions, or set Data:Path to another folder.",
        error);
}
