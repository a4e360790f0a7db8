using System.Runtime.InteropServices;
using Hone.Core.Text;
using Hone.Corpus.Curation;

namespace Hone.Corpus.Dedup;

/// <summary>
/// Documents with the same key in one band: the pairs among them are looked at here, unless they met in an earlier band. Work is
/// bounded: the same words are one text, and of very many different texts only neighbours are compared, in an order that follows
/// from their sketches, and only if they agree in more bands than this one.
/// </summary>
internal sealed class Bucket(IDocumentTexts texts, SignatureFile signatures, NearDuplicateSpec spec, int band, DisjointSets sets, int[] joined, CutBuckets cuts)
{
    private const int Neighbours = 8;
    private const int AgreementInCut = 3;
    private const int MostInMemory = 1 << 16;

    private readonly record struct Member(int Document, uint[] Signature)
    {
        public ulong Content => MemoryMarshal.Cast<uint, ulong>(Signature)[0];
    }

    public void Compare(ReadOnlySpan<ulong> entries)
    {
        if (AreJoined(entries))
            return;
        if (entries.Length <= MostInMemory)
            Compare(Distinct(entries), (uint)(entries[0] >> 32));
        else
            foreach (ulong[] share in Shares(entries))
                Compare(Distinct(share), (uint)(entries[0] >> 32));
    }

    private void Compare(Member[] members, uint key)
    {
        bool cut = members.Length > spec.LargestBucket;
        int reach = cut ? Neighbours : members.Length;
        if (cut)
            cuts.Add(band, key, new CutBucket(members.Min(member => member.Document), members.Length));
        var shingles = new ulong[]?[members.Length];
        for (int i = 0; i < members.Length; i++)
        {
            for (int j = i + 1; j < members.Length && j <= i + reach; j++)
            {
                if (sets.Find(members[i].Document) == sets.Find(members[j].Document) || !IsDue(members[i].Signature, members[j].Signature, cut))
                    continue;
                if (AreAlike(Shingles(i), Shingles(j)))
                    sets.Join(members[i].Document, members[j].Document);
            }
            shingles[i] = null;
        }

        ulong[] Shingles(int i) => shingles[i] ??= ShingleSet.Of(texts.Text(members[i].Document), spec.ShingleWords);
    }

    /// <summary>By the sets as they were when the band began, so that the answer does not hang on other threads.</summary>
    private bool AreJoined(ReadOnlySpan<ulong> entries)
    {
        foreach (ulong entry in entries[1..])
            if (joined[(uint)entry] != joined[(uint)entries[0]])
                return false;
        return true;
    }

    /// <summary>A bucket too large to hold, split by content: the same words come into the same share.</summary>
    private IEnumerable<ulong[]> Shares(ReadOnlySpan<ulong> entries)
    {
        var shares = new List<ulong>[entries.Length / MostInMemory + 1];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = [];
        var signature = new uint[signatures.Width];
        foreach (ulong entry in entries)
        {
            signatures.Read((int)(uint)entry, signature);
            ulong content = new Member(0, signature).Content;
            shares[(int)(content % (uint)shares.Length)].Add(entry);
        }
        return shares.Select(share => share.ToArray());
    }

    /// <summary>One member for every text; documents with the same words are joined here. Those without words have no twins.</summary>
    private Member[] Distinct(ReadOnlySpan<ulong> entries)
    {
        var members = new List<Member>(entries.Length);
        var byContent = new Dictionary<ulong, int>(entries.Length);
        foreach (ulong entry in entries)
        {
            var member = new Member((int)(uint)entry, new uint[signatures.Width]);
            signatures.Read(member.Document, member.Signature);
            if (member.Content == 0)
                continue;
            if (byContent.TryGetValue(member.Content, out int first))
                sets.Join(first, member.Document);
            else
            {
                byContent.Add(member.Content, member.Document);
                members.Add(member);
            }
        }
        members.Sort(CompareSketches);
        return [.. members];
    }

    /// <summary>By the keys of the bands after this one, so that texts which meet again are neighbours.</summary>
    private int CompareSketches(Member a, Member b)
    {
        int bands = a.Signature.Length - MinHash.ContentWords;
        for (int step = 1; step < bands; step++)
        {
            int at = MinHash.ContentWords + (band + step) % bands;
            if (a.Signature[at] != b.Signature[at])
                return a.Signature[at].CompareTo(b.Signature[at]);
        }
        return a.Content.CompareTo(b.Content);
    }

    /// <summary>Whether this is the first band that brings the two together and, in a bucket cut short, whether they look alike.</summary>
    private bool IsDue(uint[] a, uint[] b, bool cut)
    {
        for (int earlier = 0; earlier < band; earlier++)
        {
            uint key = a[MinHash.ContentWords + earlier];
            if (key == b[MinHash.ContentWords + earlier] && !cuts.Contains(earlier, key))
                return false;
        }
        return !cut || Agreement(a, b) >= Math.Min(AgreementInCut, spec.Bands);
    }

    private static int Agreement(uint[] a, uint[] b)
    {
        int equal = 0;
        for (int i = MinHash.ContentWords; i < a.Length; i++)
            equal += a[i] == b[i] ? 1 : 0;
        return equal;
    }

    private bool AreAlike(ulong[] a, ulong[] b)
    {
        // Jaccard is at most the smaller over the larger: most chance meetings end here.
        int smaller = Math.Min(a.Length, b.Length), larger = Math.Max(a.Length, b.Length);
        return smaller >= spec.Threshold * larger && ShingleSet.Jaccard(a, b) >= spec.Threshold;
    }
}
