using Jobs.Running;
using Jobs.Webhooks;

namespace Simulation.Work;

/// <summary>The kinds of job in a run, as the product has them.</summary>
internal static class Kinds
{
    public static readonly JobKind Link = new("link", "links.requested", JobWeight.Light);
    public static readonly JobKind Media = new("media", "media.requested", JobWeight.Heavy);
    public static readonly JobKind Rows = new("rows", "rows.requested", JobWeight.Light);

    public static readonly JobKind[] All = [Link, Media, Rows, WebhookJobs.Kind];
}
