namespace Tests.Deployment;

/// <summary>Addresses of the sources that the rules are taken from, at the commit that was read.</summary>
internal static class Sources
{
    public static string Azd(string file, int line) =>
        $"https://github.com/Azure/azure-dev/blob/ae35809f496491989273d0edefdeb70f245f399b/cli/azd/{file}#L{line}";

    public static string ComposeSpec(string file, int line) =>
        $"https://github.com/compose-spec/compose-spec/blob/170098ba07d9f53c383a41bfd4c5166b0a4529a6/{file}#L{line}";

    public static string ComposeGo(string file, int line) =>
        $"https://github.com/compose-spec/compose-go/blob/e70e961c3a3acebf0800b882f1afb3dbf1fb74a2/{file}#L{line}";

    public static string Helm(string file, int line) =>
        $"https://github.com/helm/helm/blob/e9b85e4de16ad45805843fb121748018cf89094b/{file}#L{line}";

    public static string ApiMachinery(string file, int line) =>
        $"https://github.com/kubernetes/apimachinery/blob/eed236ceee2c19c2753a3d93ac0631dc20750454/{file}#L{line}";

    public static string Confluent(string file, int line) =>
        $"https://github.com/confluentinc/kafka-images/blob/f8e3015a9a60a4f4713de29f61c3ffa15a18b3ae/{file}#L{line}";

    /// <param name="function">Function of Kubernetes' API server that validates, found by its name.</param>
    public static string Kubernetes(string group, string function) =>
        $"https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/apis/{group}/validation/validation.go, {function}";

    public static string Issue(string repository, int number) => $"https://github.com/{repository}/issues/{number}";
}
