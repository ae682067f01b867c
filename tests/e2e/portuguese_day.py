"""A company's Portuguese day: a fleet with shifts, an order list of an ERP, a telematics export, and what is right.

Headings, words, decimal commas and times are those of real files; numbers, plates, customers and doors are invented.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from lastmile_core.model import EventKind, Order, Plan, Vehicle

TRUCK = "DDD4D44"
FLEET = (
    "Placa;Tipo;Capacidade (kg);Volumes;Início do turno;Fim do turno;Intervalo (min);Disponível;Fator de velocidade;"
    "Motorista\n"
    "DDD4D44;Truck;3200;380;06:30;15:30;60;Sim;0,9;Rosa\n"
    "EEE5E55;VUC;1100;140;13:30;22:00;30;Sim;1;Pedro\n"
    "FFF6F66;Van;750;80;07:00;16:00;60;Não;1;Lúcia\n"
)
ORDERS = (
    "Nº Pedido;Cliente;Endereço de Entrega;Bairro;Cidade;Peso dos Itens;Qtde. dos Itens;Janela de Descarga;Latitude;"
    "Longitude\n"
    # Too heavy for the van of the afternoon: only the truck of the morning can take it.
    "{0}1;Mercearia Lua;Rua dos Andradas 210;Centro;Porto Alegre;1402,5;12;30;-30,0309;-51,2310\n"
    "{0}2;Confeitaria Mar;Av. Protásio Alves 880;Rio Branco;Porto Alegre;18;3;10;-30,0388;-51,1987\n"
    "{0}3;Bar da Ponte;Rua Lima e Silva 310;Cidade Baixa;Porto Alegre;240;20;45;-30,0410;-51,2210\n"
)
EVENTS = (
    "Placa;Nº Pedido;Situação;Horário;Motivo\n"
    "DDD4D44;;Saída;08:40;\n"
    "DDD4D44;{0}1;Chegada;09:02;\n"
    "DDD4D44;{0}1;Entregue;09:31;\n"
    "DDD4D44;{0}2;Chegada;09:58;\n"
    "DDD4D44;{0}2;Não entregue;10:05;Cliente ausente\n"
    "DDD4D44;;Retorno;11:30;\n"
)
QUESTIONS = "[class*='st-key-answer_'], [class*='st-key-fleet_column'], [class*='st-key-events_map_']"
"""Where a page waits for an answer about an order file, a fleet file or an events file."""
HAPPENED = [
    (EventKind.DEPARTED, "", "08:40", ""),
    (EventKind.ARRIVED, "1", "09:02", ""),
    (EventKind.DELIVERED, "1", "09:31", ""),
    (EventKind.ARRIVED, "2", "09:58", ""),
    (EventKind.FAILED, "2", "10:05", "nobody_home"),
    (EventKind.RETURNED, "", "11:30", ""),
]
"""Kind, last digit of the order, time and reason of each event."""


def check_fleet(vehicles: list[Vehicle]) -> None:
    truck, vuc, van = sorted(vehicles, key=lambda vehicle: vehicle.vehicle_id)
    assert [vehicle.capacity.get("kg") for vehicle in (truck, vuc, van)] == [3200, 1100, 750]
    assert [vehicle.capacity.get("parcels") for vehicle in (truck, vuc, van)] == [380, 140, 80]
    assert (truck.shift_start, truck.shift_end, truck.break_s) == (time(6, 30), time(15, 30), 3600)
    assert (vuc.shift_start, vuc.shift_end, vuc.break_s) == (time(13, 30), time(22), 1800)
    assert [vehicle.speed_factor for vehicle in (truck, vuc, van)] == [0.9, 1, 1]
    assert [vehicle.is_active for vehicle in (truck, vuc, van)] == [True, True, False]


def check_orders(orders: list[Order]) -> None:
    found = sorted(orders, key=lambda order: order.order_id)
    assert [order.load.get("kg") for order in found] == [1402.5, 18, 240]
    assert [order.load.get("parcels") for order in found] == [12, 3, 20]
    assert [order.service_s for order in found] == [30 * 60, 10 * 60, 45 * 60]
    assert [order.district for order in found] == ["Centro", "Rio Branco", "Cidade Baixa"]
    assert [order.windows for order in found] == [(), (), ()]


def check_route(plan: Plan, day: date, timezone: str) -> None:
    """The truck alone drives, inside Rosa's shift, and Lúcia's van stays at home."""
    (route,) = plan.routes_in_use
    assert (route.vehicle_id, route.driver_id, plan.num_stops) == (TRUCK, "Rosa", 3)
    assert not plan.violations
    assert not plan.unassigned
    zone = ZoneInfo(timezone)
    assert route.loading_start >= datetime.combine(day, time(6, 30), zone)
    assert route.return_at <= datetime.combine(day, time(15, 30), zone)
    # Standing at the customers is as the file says.
    assert route.service_s == 85 * 60
