using System.Text;
using Files.Preparation;
using Files.Spooling;
using Jobs.Stores;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>Writes one spooled file: a document per page, and then the note that makes it complete.</summary>
internal sealed class MongoSpoolWriter(LinksDatabase database, SpoolClaim claim, TimeProvider clock) : ISpoolWriter
{
    /// <summary>Time after which a file that is still being written belongs to a dead process.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    private long renewedAt = clock.GetTimestamp();
    private int pages;
    private int batches;
    private bool isKept;
    private bool isEnded;

    public async ValueTask AddAsync(int count, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var page = new BsonDocument
        {
            { SpoolDocument.File, Bson.Of(claim.Id) },
            { SpoolDocument.Page, pages },
            { SpoolDocument.First, batches },
            { SpoolDocument.Lines, new BsonBinaryData(lines.ToArray()) },
        };
        await database.RunAsync(
            async token =>
            {
                if (clock.GetElapsedTime(renewedAt) > Renewal)
                    await RenewAsync(token);
                await database.SpoolPages.InsertOneAsync(page, options: null, token);
            },
            cancellationToken);
        pages++;
        batches += count;
    }

    public async ValueTask KeepAsync(PreparedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        await database.RunAsync(
            token => ExtendAsync(
                SpoolClaim.Validity,
                new BsonDocument
                {
                    { SpoolDocument.State, SpoolDocument.Kept },
                    { SpoolDocument.Note, Encoding.UTF8.GetString(file.ToJson()) },
                    { SpoolDocument.Pages, pages },
                    { SpoolDocument.NextPage, 0 },
                },
                token),
            cancellationToken);
        isKept = true;
    }

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        await database.RunAsync(claim.DeleteAsync, cancellationToken);
        isEnded = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (isEnded)
            return;

        isEnded = true;
        if (isKept)
            await claim.TryReleaseAsync();
        else
            await TryDeleteAsync();
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        await ExtendAsync(Validity, [], cancellationToken);
        renewedAt = clock.GetTimestamp();
    }

    private async Task ExtendAsync(TimeSpan validity, BsonDocument changes, CancellationToken cancellationToken)
    {
        if (!await claim.ExtendAsync(validity, changes, cancellationToken))
        {
            throw new StoreUnavailableException(
                "This process was stopped for too long, and its upload was removed: send the file again.");
        }
    }

    private async Task TryDeleteAsync()
    {
        try
        {
            // Pages that were written after the file was removed have no document that leads to them.
            if (!await database.RunAsync(claim.DeleteAsync, CancellationToken.None))
            {
                await database.RunAsync(
                    token => database.SpoolPages.DeleteManyAsync(SpoolDocument.PagesOf(claim.Id), token),
                    CancellationToken.None);
            }
        }
        catch (StoreUnavailableException)
        {
            // The feeder removes the file when its claim has ended.
        }
    }
}
