"""A page of the app without a browser: it speaks Streamlit's protocol as the browser does, and draws nothing.

Thirty browsers on the machine of the server would be timing each other. What the server does for a page, its
runs, messages, uploads and sessions, is the same for this one.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
import uuid

import requests
from google.protobuf.message import Message
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

ANSWERED = "crossclip_into_view"  # the component that ends an answer: what comes after it can wait
FIRST_ROW = re.compile(r"class='bars'.*?<tbody><tr><td><b>(.*?)</b>.*?</td><td>(.*?)<div", re.DOTALL)


class PageError(Exception):
    """The page shows an error, or nothing."""


class ProtocolPage:
    """One page in one session, from when it is opened.

    Args:
        patience: seconds after which a run of the page counts as an error.
    """

    def __init__(self, address: str, patience: float) -> None:
        self.address, self.patience = address, patience
        self.elements: dict[tuple[int, ...], Element] = {}
        self.cached: dict[str, Element] = {}
        self.pages: dict[str, str] = {}
        self.page = self.session = ""

    async def __aenter__(self) -> ProtocolPage:
        self.cookies = (await asyncio.to_thread(requests.get, f"{self.address}/_stcore/health")).cookies
        self.socket = await connect(
            f"ws{self.address.removeprefix('http')}/_stcore/stream", subprotocols=["streamlit"], max_size=None
        )
        await self._run()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()

    async def upload(self, photo: dict) -> float:
        """Seconds until the page answers about a photo: {name, mimeType, buffer}."""
        begun = time.monotonic()
        request = FileURLsRequest(request_id=str(uuid.uuid4()), file_names=[photo["name"]], session_id=self.session)
        await self.socket.send(BackMsg(file_urls_request=request).SerializeToString())
        while (message := await self._message()).WhichOneof("type") != "file_urls_response":
            pass
        urls = message.file_urls_response.file_urls[0]
        answer = await asyncio.to_thread(
            requests.put,
            self.address + urls.upload_url,
            cookies=self.cookies,
            headers={"X-Xsrftoken": self.cookies["_streamlit_xsrf"]},
            files={"file": (photo["name"], photo["buffer"], photo["mimeType"])},
        )
        answer.raise_for_status()
        state = WidgetState(id=self._control("photo_upload").id)
        info = state.file_uploader_state_value.uploaded_file_info.add(name=photo["name"], file_id=urls.file_id)
        info.size = len(photo["buffer"])
        info.file_urls.CopyFrom(urls)
        await self._run(state, until=ANSWERED)
        return time.monotonic() - begun

    async def move_pin(self, across: float, down: float) -> float:
        """Seconds until the page answers with the pin elsewhere, given as shares of the map."""
        longitude, latitude = round(60 * across - 125, 4), round(50 - 20 * down, 4)
        (drawn,) = (
            e.component_instance for e in self.elements.values() if "folium" in e.component_instance.component_name
        )
        clicked = json.dumps({"place": {"lat": latitude, "lng": longitude}})
        return await self._run(WidgetState(id=drawn.id, json_value=clicked), until=ANSWERED)

    async def turn_to_range_map(self) -> float:
        """Seconds until that page of the app has run through."""
        self.page = self.pages["Range map"]
        return await self._run()

    async def choose_species(self, species: str) -> float:
        """Seconds until the map of another species is there."""
        box = self._control("range_species")
        option = next(option for option in box.options if option.startswith(f"{species} ("))
        return await self._run(WidgetState(id=box.id, string_value=option))

    async def place(self) -> str:
        return self._control("identify_place_1").value

    async def first_answer(self) -> tuple[str, str]:
        """The species in the first row of the answer, and its probability as it is written."""
        for element in self.elements.values():
            if element.WhichOneof("type") == "html" and (found := FIRST_ROW.search(element.html.body)):
                return html.unescape(found[1]), html.unescape(found[2])
        raise PageError("the page shows no answer")

    async def heading(self) -> str:
        """The last on the page."""
        *_, last = (e.heading.body for e in self.elements.values() if e.WhichOneof("type") == "heading")
        return last

    def _control(self, key: str) -> Message:
        for element in self.elements.values():
            control = getattr(element, element.WhichOneof("type"))
            if getattr(control, "id", "").endswith(f"-{key}"):
                return control
        raise PageError(f"the page has no control called {key}")

    async def _run(self, *widgets: WidgetState, until: str = "") -> float:
        """Seconds of one run of the page, from asking for it until it is through, or until it has shown a component."""
        begun = time.monotonic()
        client = ClientState(page_script_hash=self.page, cached_message_hashes=self.cached)
        client.widget_states.widgets.extend(widgets)
        client.context_info.url = self.address
        await self.socket.send(BackMsg(rerun_script=client).SerializeToString())
        own = False  # until then messages are of the run before, which this one ends
        while True:
            message = await self._message()
            kind = message.WhichOneof("type")
            own = own or kind == "new_session"
            if own and kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return time.monotonic() - begun
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise PageError("the page cannot be compiled")
            self._take(message, kind)
            if until and own and message.delta.new_element.bidi_component.component_name == until:
                return time.monotonic() - begun

    def _take(self, message: ForwardMsg, kind: str | None) -> None:
        path = tuple(message.metadata.delta_path)
        if kind == "ref_hash":
            self.elements[path] = self.cached[message.ref_hash]
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = self.elements[path] = message.delta.new_element
            if element.WhichOneof("type") == "exception" or element.alert.format == Alert.ERROR:
                raise PageError(element.exception.message or element.alert.body)
            if message.metadata.cacheable:
                self.cached[message.hash] = element
        elif kind == "new_session":
            self.elements = {}
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            self.pages = {page.page_name: page.page_script_hash for page in message.navigation.app_pages}
            self.page = message.navigation.page_script_hash

    async def _message(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(await asyncio.wait_for(self.socket.recv(), self.patience))
        return message
