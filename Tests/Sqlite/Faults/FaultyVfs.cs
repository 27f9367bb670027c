using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tests.Sqlite.Faults;

/// <summary>
/// A layer over SQLite's own file system (https://www.sqlite.org/vfs.html) that asks a <see cref="FaultyDisk"/> before
/// each access to its files. All other files are opened without it.
/// </summary>
internal static unsafe partial class FaultyVfs
{
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly Dictionary<nint, nint> Layers = [];
    private static readonly Lock Gate = new();
    private static Vfs* below;

    /// <summary>Makes this layer the default of all connections that are opened from now on.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (below is not null)
                return;

            below = Find(0);
            var layer = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
            *layer = *below;
            layer->Next = null;
            layer->Name = (byte*)Marshal.StringToCoTaskMemUTF8("faulty");
            layer->Open = &Open;
            Assert.Equal(0, Register(layer, 1));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, nint file, int flags, int* outFlags)
    {
        var disk = name is null ? null : FaultyDisk.Of(Marshal.PtrToStringUTF8((nint)name)!);
        if (disk?.Next(Access.Open) is { } error)
        {
            *(nint*)file = 0;
            return error;
        }

        var code = below->Open(below, name, file, flags, outFlags);
        if (code == 0 && disk is not null)
        {
            var original = *(nint*)file;
            Files[file] = new OpenFile(disk, original);
            *(nint*)file = Layer(original);
        }

        return code;
    }

    /// <summary>Returns this layer's functions over those of a file: databases and logs have different ones.</summary>
    private static nint Layer(nint original)
    {
        lock (Gate)
        {
            if (Layers.TryGetValue(original, out var known))
                return known;

            var layer = (Methods*)NativeMemory.Alloc((nuint)sizeof(Methods));
            *layer = *(Methods*)original;

            // Without the functions that map the file into memory, every access is one of these.
            layer->Version = Math.Min(layer->Version, 2);
            layer->Close = &Close;
            layer->Read = &Read;
            layer->Write = &Write;
            layer->Truncate = &Truncate;
            layer->Sync = &Sync;
            if (layer->ShmMap is not null)
                layer->ShmMap = &ShmMap;
            Layers.Add(original, (nint)layer);
            return (nint)layer;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint file) =>
        Files.TryRemove(file, out var open) ? open.Below->Close(file) : SQLitePCL.raw.SQLITE_MISUSE;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint file, byte* buffer, int amount, long offset) =>
        Files[file].Disk.Next(Access.Read) ?? Files[file].Below->Read(file, buffer, amount, offset);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, byte* buffer, int amount, long offset)
    {
        var open = Files[file];
        if (open.Disk.Next(Access.Write) is not { } error)
            return open.Below->Write(file, buffer, amount, offset);

        // A disk may fail in the middle of a write.
        if (open.Disk.Tears)
            open.Below->Write(file, buffer, amount / 2, offset);
        return error;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint file, long size) =>
        Files[file].Disk.Next(Access.Truncate) ?? Files[file].Below->Truncate(file, size);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint file, int flags) =>
        Files[file].Disk.Next(Access.Sync) ?? Files[file].Below->Sync(file, flags);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(nint file, int page, int size, int extends, nint* memory) =>
        Files[file].Disk.Next(Access.Map) ?? Files[file].Below->ShmMap(file, page, size, extends, memory);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static partial Vfs* Find(nint name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(Vfs* vfs, int makeDefault);

    /// <summary>https://www.sqlite.org/c3ref/vfs.html</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int MaxPath;
        public Vfs* Next;
        public byte* Name;
        public nint Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, nint, int, int*, int> Open;
        public Pointers Others;
    }

    private readonly struct OpenFile(FaultyDisk disk, nint methods)
    {
        public FaultyDisk Disk { get; } = disk;

        public Methods* Below { get; } = (Methods*)methods;
    }

    [InlineArray(15)]
    private struct Pointers
    {
        private nint first;
    }

    /// <summary>https://www.sqlite.org/c3ref/io_methods.html</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<nint, int> Close;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<nint, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<nint, int, int> Sync;
        public nint Size;
        public nint Lock;
        public nint Unlock;
        public nint CheckReservedLock;
        public nint FileControl;
        public nint SectorSize;
        public nint Characteristics;
        public delegate* unmanaged[Cdecl]<nint, int, int, int, nint*, int> ShmMap;
        public nint ShmLock;
        public nint ShmBarrier;
        public nint ShmUnmap;
        public nint Fetch;
        public nint Unfetch;
    }
}
