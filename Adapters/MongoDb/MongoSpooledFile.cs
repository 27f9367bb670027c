using System.Runtime.CompilerServices;
using Files.Preparation;
using Files.Spooling;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Reads one spooled file.</summary>
internal sealed class MongoSpooledFile(
    LinksDatabase database, SpoolClaim claim, PreparedFile file, int pages, int nextPage) : ISpooledFile
{
    private bool isEnded;

    public PreparedFile File => file;

    public async IAsyncEnumerable<SpoolPage> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = nextPage; page < pages; page++)
        {
            var found = await database.RunAsync(
                token => database.SpoolPages
                    .Find(SpoolDocument.PagesOf(file.Id).Add(SpoolDocument.Page, page)).FirstOrDefaultAsync(token),
                cancellationToken);
            yield return found is null
                ? throw new InvalidDataException("A page of a spooled file is missing.")
                : new SpoolPage(
                    found[SpoolDocument.First].AsInt32,
                    BatchLine.Split(found[SpoolDocument.Lines].AsByteArray),
                    page + 1);
        }
    }

    public async ValueTask<bool> MarkAsync(SpoolPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var isHeld = await database.RunAsync(
            token => claim.ExtendAsync(
                SpoolClaim.Validity, new BsonDocument(SpoolDocument.NextPage, (int)page.Next), token),
            cancellationToken);
        isEnded = !isHeld;
        if (isHeld)
            nextPage = (int)page.Next;
        return isHeld;
    }

    public async ValueTask<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        var isDeleted = await database.RunAsync(claim.DeleteAsync, cancellationToken);
        isEnded = true;
        return isDeleted;
    }

    public async ValueTask DisposeAsync()
    {
        if (!isEnded)
            await claim.TryReleaseAsync();
        isEnded = true;
    }
}
