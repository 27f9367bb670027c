using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Tests.Support;

/// <summary>Declares what a class that derives from a contract needs; its tests are skipped without it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal abstract class NeedsAttribute : Attribute
{
    /// <summary>Null when everything is available, or else a sentence.</summary>
    public abstract string? WhyMissing { get; }
}

/// <summary>A fact of a contract: skipped, with the reason, where the deriving class lacks what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Tests.Support.ContractFactDiscoverer", "Tests")]
internal sealed class ContractFactAttribute : FactAttribute;

/// <inheritdoc cref="ContractFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Tests.Support.ContractTheoryDiscoverer", "Tests")]
internal sealed class ContractTheoryAttribute : TheoryAttribute;

internal sealed class ContractFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    private readonly FactDiscoverer facts = new(messages);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SkippedContract.For(discoveryOptions, testMethod, messages)
            ?? facts.Discover(discoveryOptions, testMethod, factAttribute);
}

internal sealed class ContractTheoryDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    private readonly TheoryDiscoverer theories = new(messages);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        SkippedContract.For(discoveryOptions, testMethod, messages)
            ?? theories.Discover(discoveryOptions, testMethod, factAttribute);
}

internal sealed class SkippedContract : XunitTestCase
{
    [Obsolete("For the test runner, which reads test cases back."), EditorBrowsable(EditorBrowsableState.Never)]
    public SkippedContract() { }

    private SkippedContract(
        IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method) { }

    public static IXunitTestCase[]? For(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IMessageSink messages) =>
        Reason(method) is null
            ? null
            : [new SkippedContract(
                messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)];

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        Reason(TestMethod) ?? base.GetSkipReason(factAttribute);

    private static string? Reason(ITestMethod method) =>
        method.TestClass.Class
            .GetCustomAttributes(typeof(NeedsAttribute).AssemblyQualifiedName)
            .FirstOrDefault()?
            .GetNamedArgument<string?>(nameof(NeedsAttribute.WhyMissing));
}
