"""Writes a document as a PDF: selectable text, repeated table heads, page numbers.

It needs no window and no display, and may run in any thread.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLocale,
    QMarginsF,
    QMessageLogContext,
    QRect,
    QRectF,
    QSizeF,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPyTextObject,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from mle_planner.core.base.resources import resource_path
from mle_planner.core.i18n.gettext import _, is_right_to_left
from mle_planner.core.printing import PICTURE, PrintedDocument, PrintingError
from mle_planner.ui.widgets.qt_override import override

_MARGIN_MM = 18.0
_LAYOUT_DPI = 96
_WRITER_DPI = 1200
_INCH_M = 0.0254
_POINTS = 9.0
_NEXT_PAGE_PX = 0.5
"""Qt puts what begins a page up to this much above it; the page before would copy it too."""
_FOOT_LETTER_PX = 10
_FOOT_PX = 34.0
_FOOT_GAP_PX = 24.0
_FOOT_COLOR = "#5f6368"
_FONTS = ("fonts/Inter-Regular.otf", "fonts/Inter-SemiBold.otf")
_STYLE = "h1 { font-size: 15pt } h2 { font-size: 11pt } h1, h2, h3, th, b { font-weight: 600 }"
"""Bold is the weight that the font has: another one would be drawn, and copied, twice."""
_SPACE_AS_TAB = re.compile(rb"(\[(?:<[0-9A-F]{4}> )*|<[0-9A-F]{4}> <[0-9A-F]{4}> )<0009>")
"""In the tables of what each glyph copies as (``ToUnicode``), Qt has a tab for the space."""

_LINK_TO_A_FILE = re.compile(rb"""\b(?:[\w.-]+:)?href\s*=\s*(["'])(?!#|data:).*?\1""", re.DOTALL)
"""In an SVG, what Qt would load from elsewhere."""

_held: list[Any] = []
"""The application without a display, where nothing else has one; Qt needs it until the end."""


def write_pdf(document: PrintedDocument) -> bytes:
    """Return the document as a PDF on A4, or on Letter where inches are used."""
    prepare_qt()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, document.title)
    scale = _WRITER_DPI / _LAYOUT_DPI
    pages = _Pages(document, QSizeF(writer.width() / scale, writer.height() / scale))
    painter = QPainter(writer)
    painter.scale(scale, scale)
    for number in range(pages.count):
        if number:
            writer.newPage()
        pages.draw(painter, number)
    painter.end()
    return _SPACE_AS_TAB.sub(rb"\1<0020>", buffer.data().data())


class _Document(QTextDocument):
    """Rich text that loads nothing."""

    @override
    def loadResource(self, _kind: int, _name: Any) -> Any:
        return None


class _Picture:
    def __init__(self, data: bytes) -> None:
        from PySide6.QtSvg import QSvgRenderer

        is_svg = data.lstrip()[:5] in (b"<svg ", b"<?xml")
        data = _LINK_TO_A_FILE.sub(b"", data) if is_svg else data
        self._svg = QSvgRenderer(QByteArray(data)) if is_svg else None
        self._image = QImage() if is_svg else QImage.fromData(data)
        self.size = self._svg.viewBoxF().size() if self._svg else QSizeF(self._image.size())
        if self.size.isEmpty():
            raise PrintingError(
                _(
                    "The image of the letterhead cannot be read. Nothing was exported; choose a "
                    "PNG, JPEG or SVG file in the settings."
                )
            )

    def draw(self, painter: QPainter, place: QRectF) -> None:
        if self._svg is not None:
            self._svg.render(painter, place)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)


class _Pictures(QPyTextObject):
    """Draws the images of a document, in place of Qt's own way, which would load them."""

    def __init__(self, pictures: dict[str, _Picture]) -> None:
        super().__init__()
        self._pictures = pictures

    @override
    def intrinsicSize(self, _text: QTextDocument, _at: int, style: QTextFormat) -> QSizeF:
        image = style.toImageFormat()
        picture = self._named(image.name())
        if picture is None:
            return QSizeF(0, 0)
        width, height = image.width(), image.height()
        ratio = picture.size.width() / picture.size.height()
        if width and not height:
            return QSizeF(width, width / ratio)
        if height and not width:
            return QSizeF(height * ratio, height)
        return QSizeF(width, height) if width else picture.size

    @override
    def drawObject(
        self,
        painter: QPainter,
        place: QRectF | QRect,
        _text: QTextDocument,
        _at: int,
        style: QTextFormat,
    ) -> None:
        picture = self._named(style.toImageFormat().name())
        if picture is not None:
            picture.draw(painter, QRectF(place))

    def _named(self, source: str) -> _Picture | None:
        return self._pictures.get(source.removeprefix(PICTURE))


class _Pages:
    """A document laid out in pages for 96 dots an inch, whatever the display has."""

    def __init__(self, document: PrintedDocument, size: QSizeF) -> None:
        self._title = document.title
        self._size = QSizeF(size.width(), size.height() - _FOOT_PX)
        self._pictures = _Pictures(
            {name: _Picture(data) for name, data in (document.pictures or {}).items()}
        )
        self._device = QImage(1, 1, QImage.Format.Format_RGB32)
        self._device.setDotsPerMeterX(round(_LAYOUT_DPI / _INCH_M))
        self._device.setDotsPerMeterY(round(_LAYOUT_DPI / _INCH_M))
        text = self._text = _Document()
        text.setUndoRedoEnabled(False)
        text.setUseDesignMetrics(True)
        font = _font()
        font.setPointSizeF(_POINTS)
        text.setDefaultFont(font)
        text.setDocumentMargin(0)
        text.setDefaultStyleSheet(_STYLE)
        if is_right_to_left():
            option = QTextOption()
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            text.setDefaultTextOption(option)
        layout = text.documentLayout()
        layout.setPaintDevice(self._device)
        layout.registerHandler(QTextFormat.ObjectTypes.ImageObject.value, self._pictures)
        text.setPageSize(self._size)
        text.setHtml(document.html)
        self._keep_headings()
        if document.is_signed:
            self._keep_sum_with_signatures()

    @property
    def count(self) -> int:
        return self._text.pageCount()

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw a page, counted from 0."""
        width, height = self._size.width(), self._size.height()
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, number * height, width, height - _NEXT_PAGE_PX)
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
        painter.save()
        painter.translate(0, -number * height)
        painter.setClipRect(context.clip)
        self._text.documentLayout().draw(painter, context)
        painter.restore()
        self._draw_foot(painter, number)

    def _keep_headings(self) -> None:
        """Begin a page with each heading that would stand alone at the end of one."""
        block = self._text.begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and self._page_of(block) < self._page_of(
                block.next()
            ):
                style = block.blockFormat()
                style.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(style)
                self._text.markContentsDirty(0, self._text.characterCount())
            block = block.next()

    def _keep_sum_with_signatures(self) -> None:
        """Begin a page with the last sum if only the lines to sign on would stand there."""
        last_sum, lines = self._text.rootFrame().childFrames()[-2:]
        pages = [
            self._page_of(self._text.findBlock(one.firstPosition())) for one in (last_sum, lines)
        ]
        if pages[0] < pages[1]:
            style = last_sum.frameFormat()
            style.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            last_sum.setFrameFormat(style)

    def _page_of(self, block: QTextBlock) -> int:
        place = self._text.documentLayout().blockBoundingRect(block)
        return int((place.y() + _NEXT_PAGE_PX) / self._size.height()) if block.isValid() else 0

    def _draw_foot(self, painter: QPainter, number: int) -> None:
        font = _font()
        font.setPixelSize(_FOOT_LETTER_PX)
        metrics = QFontMetricsF(font)
        width = self._size.width()
        page = _("Page {number} of {count}", number=number + 1, count=self.count)
        room = width - metrics.horizontalAdvance(page) - _FOOT_GAP_PX
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        place = QRectF(0, self._size.height(), width, _FOOT_PX)
        start, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if is_right_to_left():
            start, end = end, start
        painter.setFont(font)
        painter.setPen(QColor(_FOOT_COLOR))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextSingleLine
        painter.drawText(place, int(start | bottom), title)
        painter.drawText(place, int(end | bottom), page)


def prepare_qt() -> None:
    """Start Qt without a display where it does not run, and add the planner's own font, once."""
    if QGuiApplication.instance() is None:
        _held.append(QGuiApplication(["mle-planner", "-platform", "offscreen"]))
        qInstallMessageHandler(_ignore_message)
    if "Inter" not in QFontDatabase.families():
        for name in _FONTS:
            QFontDatabase.addApplicationFont(str(resource_path(name)))


def _ignore_message(_kind: QtMsgType, _context: QMessageLogContext, _text: str) -> None:
    """Keep what Qt prints about a picture off the command line, which has its own sentence."""


def _writer(buffer: QBuffer, title: str) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("mle-planner")
    writer.setResolution(_WRITER_DPI)
    uses_inches = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize.PageSizeId.Letter if uses_inches else QPageSize.PageSizeId.A4
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    upright, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(QPageSize(size), upright, margins, unit))
    return writer


def _font() -> QFont:
    """Return the font of all text, without its alternates, which copy as no character."""
    font = QFont(["Inter"])
    font.setFeature(QFont.Tag("calt"), 0)
    return font
