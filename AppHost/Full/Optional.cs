using Aspire.Hosting.Publishing;

namespace AppHost;

/// <summary>Default of a parameter that may stay empty: neither the dashboard nor a publisher asks for it.</summary>
internal sealed class Optional : ParameterDefault
{
    public static Optional Parameter { get; } = new();

    private Optional() { }

    public override string GetDefaultValue() => "";

    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", "");
}
