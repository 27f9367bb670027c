using Extraction.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Tests.Sources;

public sealed class SourceNameTests
{
    [Fact]
    public void Every_source_has_the_name_under_which_it_is_registered()
    {
        using var sources = SourcesHost.At(new Uri("http://127.0.0.1"));
        var registered = sources.Services.GetServices<KnownSource>().Select(source => source.Name).ToArray();

        var names = sources.Services.GetServices<IVideoSource>().Select(source => source.Name).ToArray();

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(registered));
        Assert.Equal(registered.Distinct(), registered);
    }

    [Fact]
    public void The_default_chain_lists_only_registered_sources()
    {
        using var sources = SourcesHost.At(new Uri("http://127.0.0.1"));
        var validator = new ChainValidator(sources.Services.GetServices<KnownSource>());

        var result = validator.Validate(Options.DefaultName, new SourcesOptions());

        Assert.True(result.Succeeded, result.FailureMessage);
    }
}
