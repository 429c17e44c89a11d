locals {
  hour = "1h"

  # Keepers and rates are counted from deliveries: close, but a message that came twice counts twice. Reports are exact.
  charts = [
    { title = "Keepers an hour", query = format(local.done, "deliver", local.hour) },
    { title = "Dollars an hour", query = format(local.queries.dollars, local.hour) },
    {
      title = "Dollars per keeper, last 6 hours"
      query = "${format(local.queries.dollars, "6h")} / ${format(local.done, "deliver", "6h")}"
    },
    {
      title = "Accept rate: finals to drafts, last 6 hours"
      query = "${format(local.done, "render", "6h")} / ${format(local.done, "draft", "6h")}"
    },
    { title = "Age of the oldest waiting message, seconds", query = local.queries.queue_age },
    { title = "Messages waiting", query = local.queries.queue_length },
    { title = "Dead letters: could never succeed", query = format(local.queries.dropped, local.hour) },
    { title = "Dead letters: tried too often", query = format(local.queries.given_up, local.hour) },
    { title = "Deliveries by outcome", query = format(local.queries.outcomes, local.hour) },
    { title = "Cold starts", query = format(local.queries.cold_starts, local.hour) },
  ]
}

resource "google_monitoring_dashboard" "this" {
  dashboard_json = jsonencode({
    displayName = var.prefix
    mosaicLayout = {
      columns = 48
      tiles = [
        for place, chart in local.charts : {
          xPos   = place % 2 * 24
          yPos   = floor(place / 2) * 16
          width  = 24
          height = 16
          widget = {
            title = chart.title
            xyChart = {
              dataSets = [{
                plotType        = "LINE"
                timeSeriesQuery = { prometheusQuery = chart.query }
              }]
            }
          }
        }
      ]
    }
  })
}
