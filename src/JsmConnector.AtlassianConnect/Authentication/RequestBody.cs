using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>The raw bytes of a request. A door whose signature covers them reads them first; whoever handles the request afterwards gets the same bytes.</summary>
public static class RequestBody
{
    /// <param name="largest">In bytes. Counts at the first call; the later ones get what that one read.</param>
    /// <returns>Null when the body is over the limit.</returns>
    public static async ValueTask<byte[]?> ReadBodyOnceAsync(this HttpContext context, int largest)
    {
        if (context.Features.Get<ReadOnce>() is { } known)
        {
            return known.Bytes;
        }

        var bytes = await ReadAsync(context, largest);
        context.Features.Set(new ReadOnce(bytes));
        return bytes;
    }

    private static async ValueTask<byte[]?> ReadAsync(HttpContext context, int largest)
    {
        if (context.Request.ContentLength > largest)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = largest;
        }

        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                if (read.IsCompleted)
                {
                    // Not zeroed first: every byte is written.
                    var bytes = GC.AllocateUninitializedArray<byte>((int)read.Buffer.Length);
                    read.Buffer.CopyTo(bytes);
                    reader.AdvanceTo(read.Buffer.End);
                    return bytes;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private sealed record ReadOnce(byte[]? Bytes);
}
