using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Tickets.Log;
using JsmConnector.Tickets.PublicComments;
using JsmConnector.Tickets.State;

namespace JsmConnector.Tickets;

/// <summary>What the app leaves at the ticket of an incident, and what it takes from there.</summary>
public static class TicketsRegistration
{
    public static IServiceCollection AddTickets(this IServiceCollection services) => services
        .AddSingleton<IDeliveryPlanner, PlanTicketState>()
        .AddSingleton<IPromisePlanner, PlanTicketState>()
        .AddScoped<IDeliveryHandler, WriteTicketState>()
        .AddSingleton<IDeliveryPlanner, PlanTicketLog>()
        .AddScoped<IDeliveryHandler, WriteTicketLog>()
        .AddSingleton<ICommentPlanner, PlanPublicComment>()
        .AddScoped<IDeliveryHandler, TakePublicComment>();
}
