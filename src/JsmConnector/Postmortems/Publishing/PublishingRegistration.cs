using JsmConnector.Deliveries;
using JsmConnector.Incidents.Publications;
using JsmConnector.Postmortems.Publishing.Confluence;
using JsmConnector.Postmortems.Publishing.Ticket;

namespace JsmConnector.Postmortems.Publishing;

public static class PublishingRegistration
{
    /// <summary>The places that belong to this feature; status pages bring their own.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.AddScoped<IPublicationTarget, ConfluenceTarget>();
        services.AddScoped<IPublicationTarget, TicketTarget>();
        services.AddScoped<PublicationRows>();
        services.AddScoped<PublishPostmortem>();
        services.AddScoped<ReadPublications>();
        services.AddScoped<IDeliveryHandler, DeliverPublication>();
        services.AddSingleton<ConfluenceClient>();
        services.AddHttpClient(ConfluenceClient.ClientName, client => client.Timeout = ConfluenceClient.Timeout)
            .RedactLoggedHeaders(["Authorization"]);
        return services;
    }
}
