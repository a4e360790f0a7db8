using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Hone.Cli.Tests;

/// <summary>
/// Nothing in this program opens a connection but what stands in this list. The compiled code is read, every instruction and every
/// signature: a type that so much as names one of the runtime's networking types is found.
/// </summary>
public class ConnectionsTests
{
    /// <summary>Who may: only fetching.</summary>
    private const string Allowed = "Hone.Corpus.Fetching.Network.";

    /// <summary>Whose types it is about; addresses alone (System.Net.Primitives) open nothing.</summary>
    private static bool IsNetworking(string assembly) =>
        assembly.StartsWith("System.Net.", StringComparison.Ordinal) && assembly != "System.Net.Primitives" || assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    [Theory]
    [InlineData("Hone.Core")]
    [InlineData("Hone.Corpus")]
    [InlineData("Hone.Engine")]
    [InlineData("Hone.Evaluation")]
    [InlineData("hone")]
    public void Types_ThatNameNetworking_AreThoseOfFetching(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));

        var users = Users(file).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.All(users, user => Assert.StartsWith(Allowed, user, StringComparison.Ordinal));
        // The search finds what is there.
        Assert.Equal(assembly == "Hone.Corpus", users.Contains(Allowed + "Connections"));
    }

    private static IEnumerable<string> Users(PEReader file)
    {
        MetadataReader metadata = file.GetMetadataReader();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var collector = new Collector(metadata);
            if (!type.BaseType.IsNil)
                collector.Visit(type.BaseType);
            foreach (var field in type.GetFields())
                metadata.GetFieldDefinition(field).DecodeSignature(collector, null);
            foreach (var method in type.GetMethods())
                VisitMethod(file, metadata, metadata.GetMethodDefinition(method), collector);
            if (collector.Found)
                yield return Name(metadata, handle);
        }
    }

    private static void VisitMethod(PEReader file, MetadataReader metadata, MethodDefinition method, Collector collector)
    {
        method.DecodeSignature(collector, null);
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(collector, null);
        foreach (var region in body.ExceptionRegions)
            if (!region.CatchType.IsNil)
                collector.Visit(region.CatchType);
        foreach (int token in Tokens(body.GetILBytes()!))
            collector.Visit(MetadataTokens.EntityHandle(token));
    }

    /// <summary>The tokens that instructions carry.</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (int at = 0; at < il.Length;)
        {
            OpCode code = il[at] == 0xFE ? Codes[(short)(0xFE00 | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(il, at);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    private static string Name(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.IsNested ? $"{Name(metadata, type.GetDeclaringType())}+{metadata.GetString(type.Name)}" : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    /// <summary>Notes whether any type it meets is one of networking.</summary>
    private sealed class Collector(MetadataReader metadata) : ISignatureTypeProvider<bool, object?>
    {
        public bool Found { get; private set; }

        public bool Visit(EntityHandle handle) => handle.Kind switch
        {
            HandleKind.TypeReference => Visit((TypeReferenceHandle)handle),
            HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
            HandleKind.MemberReference => VisitMember(metadata.GetMemberReference((MemberReferenceHandle)handle)),
            HandleKind.MethodSpecification => VisitMethod(metadata.GetMethodSpecification((MethodSpecificationHandle)handle)),
            _ => false,
        };

        private bool VisitMember(MemberReference member)
        {
            Visit(member.Parent);
            if (member.GetKind() == MemberReferenceKind.Method)
                member.DecodeMethodSignature(this, null);
            else
                member.DecodeFieldSignature(this, null);
            return Found;
        }

        private bool VisitMethod(MethodSpecification method)
        {
            Visit(method.Method);
            method.DecodeSignature(this, null);
            return Found;
        }

        private bool Visit(TypeReferenceHandle handle)
        {
            var scope = metadata.GetTypeReference(handle).ResolutionScope;
            bool networking = scope.Kind switch
            {
                HandleKind.AssemblyReference => IsNetworking(metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
                HandleKind.TypeReference => Visit((TypeReferenceHandle)scope),
                _ => false,
            };
            Found |= networking;
            return networking;
        }

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Visit(handle);

        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Visit((EntityHandle)handle);

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => false;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

        public bool GetArrayType(bool elementType, ArrayShape shape) => elementType;

        public bool GetByReferenceType(bool elementType) => elementType;

        public bool GetPointerType(bool elementType) => elementType;

        public bool GetPinnedType(bool elementType) => elementType;

        public bool GetSZArrayType(bool elementType) => elementType;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => unmodifiedType;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;

        public bool GetGenericInstantiation(bool genericType, System.Collections.Immutable.ImmutableArray<bool> typeArguments) => genericType;

        public bool GetGenericMethodParameter(object? genericContext, int index) => false;

        public bool GetGenericTypeParameter(object? genericContext, int index) => false;
    }
}
