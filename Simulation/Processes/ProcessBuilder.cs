using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Simulation.Processes;

/// <summary>The builder that the real registrations need, without reading a file or a variable.</summary>
internal sealed class ProcessBuilder : IHostApplicationBuilder, ILoggingBuilder, IMetricsBuilder
{
    private readonly ConfigurationManager configuration = new();

    public IDictionary<object, object> Properties { get; } = new Dictionary<object, object>();

    public IConfigurationManager Configuration => configuration;

    public IHostEnvironment Environment { get; } = new SimulatedEnvironment();

    public ILoggingBuilder Logging => this;

    public IMetricsBuilder Metrics => this;

    public IServiceCollection Services { get; } = new ServiceCollection();

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => throw new NotSupportedException("A simulated process has no container.");

    private sealed class SimulatedEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "Simulation";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
