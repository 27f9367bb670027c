using Aspire.Hosting.Publishing;

namespace AppHost;

/// <summary>A parameter that may be left empty: nobody is asked for it, and a publisher does not wait for it.</summary>
internal sealed class Optional : ParameterDefault
{
    public static Optional Parameter { get; } = new();

    private Optional() { }

    public override string GetDefaultValue() => "";

    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", "");
}
